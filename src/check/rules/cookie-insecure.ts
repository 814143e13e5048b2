import type { Rule } from "../rule.ts";
import { inProduction, isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { isFalsy } from "../truthiness.ts";
import { perProductionSession } from "./per-session.ts";

/** Without `Secure` the cookie also travels over plain HTTP, where anyone on the way can read it. */
export const cookieInsecure: Rule = {
  id: "cookie-insecure",
  severity: "error",
  summary: "the cookie is sent over plain HTTP",
  check: perProductionSession((session) => {
    const secure = inProduction(optionOf(session, "cookie", "secure"));
    if (!isEverywhere(secure, isFalsy)) return undefined;
    return {
      place: placeOf(session, secure),
      message:
        "The session cookie is not Secure, so it also travels over plain HTTP, where others can read and reuse it.",
      fix: 'Set `cookie.secure` in production: `secure: process.env.NODE_ENV === "production"`.',
    };
  }),
};
