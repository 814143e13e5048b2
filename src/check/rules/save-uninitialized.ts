import type { Rule } from "../rule.ts";
import { perOption } from "./per-session.ts";
import { isTrueOrUnset } from "./true-or-unset.ts";

/** Every visitor and robot gets a session and a cookie, before any consent. */
export const saveUninitialized: Rule = {
  id: "save-uninitialized",
  severity: "warning",
  summary: "every visitor gets a session and a cookie",
  check: perOption(["saveUninitialized"], isTrueOrUnset, {
    message:
      "Every visitor and robot gets a stored session and a cookie, even when nothing is put into it.",
    fix: "Set `saveUninitialized: false`.",
  }),
};
