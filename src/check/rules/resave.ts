import type { Rule } from "../rule.ts";
import { perOption } from "./per-session.ts";
import { isTrueOrUnset } from "./true-or-unset.ts";

/** Two requests at once overwrite each other's session. */
export const resave: Rule = {
  id: "resave",
  severity: "warning",
  summary: "unchanged sessions are saved at every request",
  check: perOption(["resave"], isTrueOrUnset, {
    message:
      "Every request saves its session even when nothing changed, so parallel requests overwrite each other's changes.",
    fix: "Set `resave: false`.",
  }),
};
