import type { Rule } from "../rule.ts";
import { isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { isTrueOrUnset } from "./true-or-unset.ts";
import { perSession } from "./per-session.ts";

/** Two requests at once overwrite each other's session. */
export const resave: Rule = {
  id: "resave",
  severity: "warning",
  summary: "unchanged sessions are saved at every request",
  check: perSession((session) => {
    const value = optionOf(session, "resave");
    if (!isEverywhere(value, isTrueOrUnset)) return undefined;
    return {
      place: placeOf(session, value),
      message:
        "Every request saves its session even when nothing changed, so parallel requests overwrite each other's changes.",
      fix: "Set `resave: false`.",
    };
  }),
};
