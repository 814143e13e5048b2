import type { Rule } from "../rule.ts";
import { isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { isTrueOrUnset } from "./true-or-unset.ts";
import { perSession } from "./per-session.ts";

/** Every visitor and robot gets a session and a cookie, before any consent. */
export const saveUninitialized: Rule = {
  id: "save-uninitialized",
  severity: "warning",
  summary: "every visitor gets a session and a cookie",
  check: perSession((session) => {
    const value = optionOf(session, "saveUninitialized");
    if (!isEverywhere(value, isTrueOrUnset)) return undefined;
    return {
      place: placeOf(session, value),
      message:
        "Every visitor and robot gets a stored session and a cookie, even when nothing is put into it.",
      fix: "Set `saveUninitialized: false`.",
    };
  }),
};
