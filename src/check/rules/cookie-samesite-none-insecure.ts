import { literalOf } from "../literals.ts";
import type { Rule } from "../rule.ts";
import { inProduction, isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { isFalsy } from "../truthiness.ts";
import type { Possibility } from "../value.ts";
import { perProductionSession } from "./per-session.ts";

/** Browsers drop a cookie with SameSite=None that is not Secure. */
export const cookieSameSiteNoneInsecure: Rule = {
  id: "cookie-samesite-none-insecure",
  severity: "error",
  summary: "SameSite=None without Secure: browsers refuse the cookie",
  check: perProductionSession((session) => {
    const sameSite = inProduction(optionOf(session, "cookie", "sameSite"));
    const secure = inProduction(optionOf(session, "cookie", "secure"));
    if (!sameSite.some(isNone) || !isEverywhere(secure, isFalsy))
      return undefined;
    return {
      place: placeOf(session, sameSite),
      message:
        "Browsers refuse a cookie with SameSite=None that is not Secure.",
      fix: 'Set `secure: true`, or `sameSite: "lax"` when no other site needs the cookie.',
    };
  }),
};

export function isNone(possibility: Possibility): boolean {
  return String(literalOf(possibility)?.value).toLowerCase() === "none";
}
