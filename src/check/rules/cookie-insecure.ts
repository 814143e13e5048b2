import type { Rule } from "../rule.ts";
import { isFalsy } from "../truthiness.ts";
import { perProductionOption } from "./per-session.ts";

/** Without `Secure` the cookie also travels over plain HTTP, where anyone on the way can read it. */
export const cookieInsecure: Rule = {
  id: "cookie-insecure",
  severity: "error",
  summary: "the cookie is sent over plain HTTP",
  check: perProductionOption(["cookie", "secure"], isFalsy, {
    message:
      "The session cookie is not Secure, so it also travels over plain HTTP, where others can read and reuse it.",
    fix: 'Set `cookie.secure` in production: `secure: process.env.NODE_ENV === "production"`.',
  }),
};
