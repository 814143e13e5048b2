import type { Rule } from "../rule.ts";
import { isFalsy } from "../truthiness.ts";
import { perOption } from "./per-session.ts";

/** What browsers do without SameSite differs, and Safari sends the cookie from everywhere. */
export const cookieSameSiteMissing: Rule = {
  id: "cookie-samesite-missing",
  severity: "warning",
  summary: "the cookie says nothing about requests from other sites",
  check: perOption(["cookie", "sameSite"], isFalsy, {
    message:
      "Without SameSite some browsers send the session cookie with requests that other sites start.",
    fix: 'Add `sameSite: "lax"` to `cookie`.',
  }),
};
