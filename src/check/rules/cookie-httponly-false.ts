import { literalOf } from "../literals.ts";
import type { Rule } from "../rule.ts";
import { inProduction, isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { perProductionSession } from "./per-session.ts";

/** HttpOnly is on unless it is switched off. */
export const cookieHttpOnlyFalse: Rule = {
  id: "cookie-httponly-false",
  severity: "error",
  summary: "scripts can read the cookie",
  check: perProductionSession((session) => {
    const httpOnly = inProduction(optionOf(session, "cookie", "httpOnly"));
    const isOff = isEverywhere(
      httpOnly,
      (part) => literalOf(part)?.value === false,
    );
    if (!isOff) return undefined;
    return {
      place: placeOf(session, httpOnly),
      message:
        "Every script in the page can read the session cookie, so one injected script steals the session.",
      fix: "Remove `httpOnly: false`; it is on by default.",
    };
  }),
};
