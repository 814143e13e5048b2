import { cookieParserSecret } from "../cookie-parser.ts";
import type { Rule } from "../rule.ts";
import { isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { isFalsy } from "../truthiness.ts";
import { perSession } from "./per-session.ts";

/** express-session throws at the first request without a secret. */
export const secretMissing: Rule = {
  id: "secret-missing",
  severity: "error",
  summary: "no secret signs the cookie",
  check: perSession((session) => {
    const secret = optionOf(session, "secret");
    if (!isEverywhere(secret, isFalsy)) return undefined;
    if (cookieParserSecret(session)) return undefined;
    return {
      place: placeOf(session, secret),
      message: "No secret is given, so express-session fails at each request.",
      fix: "Add `secret: process.env.SESSION_SECRET` and set the variable.",
    };
  }),
};
