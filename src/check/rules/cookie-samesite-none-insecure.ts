import type { Rule } from "../rule.ts";
import {
  inProduction,
  isEverywhere,
  literalOf,
  optionOf,
  placeOf,
} from "../sessions.ts";
import { isFalse } from "./cookie-insecure.ts";
import { perProductionSession } from "./per-session.ts";

/** Browsers drop a cookie with SameSite=None that is not Secure. */
export const cookieSameSiteNoneInsecure: Rule = {
  id: "cookie-samesite-none-insecure",
  severity: "error",
  summary: "SameSite=None without Secure: browsers refuse the cookie",
  check: perProductionSession((session) => {
    const sameSite = inProduction(optionOf(session, "cookie", "sameSite"));
    const isNone = sameSite.some(
      (part) => String(literalOf(part)?.value).toLowerCase() === "none",
    );
    const secure = inProduction(optionOf(session, "cookie", "secure"));
    if (!isNone || !isEverywhere(secure, isFalse)) return undefined;
    return {
      place: placeOf(session, sameSite),
      message:
        "Browsers refuse a cookie with SameSite=None that is not Secure.",
      fix: 'Set `secure: true`, or `sameSite: "lax"` when no other site needs the cookie.',
    };
  }),
};
