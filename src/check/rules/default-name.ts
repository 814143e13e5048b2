import { literalOf } from "../literals.ts";
import type { Rule } from "../rule.ts";
import { isEverywhere, optionOf, placeOf } from "../sessions.ts";
import type { Possibility } from "../value.ts";
import { perSession } from "./per-session.ts";

/** The default name tells what the server runs, and cannot have a prefix such as `__Host-`. */
export const defaultName: Rule = {
  id: "default-name",
  severity: "info",
  summary: "the cookie has the default name connect.sid",
  check: perSession((session) => {
    const name = optionOf(session, "name");
    const key = optionOf(session, "key");
    if (!isEverywhere(name, isDefault) || !isEverywhere(key, isDefault)) {
      return undefined;
    }
    return {
      place: placeOf(session, name),
      message:
        "The cookie is named connect.sid, which tells what the server runs and clashes with other apps on the host.",
      fix: 'Give it a `name`, such as "sid" or "__Host-sid".',
    };
  }),
};

function isDefault(possibility: Possibility): boolean {
  const literal = literalOf(possibility);
  return (
    literal !== undefined && (!literal.value || literal.value === "connect.sid")
  );
}
