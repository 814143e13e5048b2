import type { Rule } from "../rule.ts";
import { isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { isFalsy } from "../truthiness.ts";
import { perSession } from "./per-session.ts";

/** What browsers do without SameSite differs, and Safari sends the cookie from everywhere. */
export const cookieSameSiteMissing: Rule = {
  id: "cookie-samesite-missing",
  severity: "warning",
  summary: "the cookie says nothing about requests from other sites",
  check: perSession((session) => {
    const sameSite = optionOf(session, "cookie", "sameSite");
    if (!isEverywhere(sameSite, isFalsy)) return undefined;
    return {
      place: placeOf(session, sameSite),
      message:
        "Without SameSite some browsers send the session cookie with requests that other sites start.",
      fix: 'Add `sameSite: "lax"` to `cookie`.',
    };
  }),
};
