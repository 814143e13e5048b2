import type { Rule } from "../rule.ts";
import { isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { isMissing } from "../value.ts";
import { perSession } from "./per-session.ts";

/** `key` is the old name of `name`. */
export const legacyKey: Rule = {
  id: "legacy-key",
  severity: "info",
  summary: "`key` is the old name of the option `name`",
  check: perSession((session) => {
    const key = optionOf(session, "key");
    const isGiven =
      key.some(({ option }) => option) && !isEverywhere(key, isMissing);
    if (!isGiven) return undefined;
    return {
      place: placeOf(session, key),
      message:
        "`key` is the old name of the option `name` and is no longer documented.",
      fix: "Rename it to `name`.",
    };
  }),
};
