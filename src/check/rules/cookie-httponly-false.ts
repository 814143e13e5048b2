import { literalOf } from "../literals.ts";
import type { Rule } from "../rule.ts";
import type { Possibility } from "../value.ts";
import { perProductionOption } from "./per-session.ts";

/** HttpOnly is on unless it is switched off. */
export const cookieHttpOnlyFalse: Rule = {
  id: "cookie-httponly-false",
  severity: "error",
  summary: "scripts can read the cookie",
  check: perProductionOption(["cookie", "httpOnly"], isOff, {
    message:
      "Every script in the page can read the session cookie, so one injected script steals the session.",
    fix: "Remove `httpOnly: false`; it is on by default.",
  }),
};

function isOff(possibility: Possibility): boolean {
  return literalOf(possibility)?.value === false;
}
