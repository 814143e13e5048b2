import type { Rule } from "../rule.ts";
import { literalOf, optionOf, placeOf } from "../sessions.ts";
import type { Possibility } from "../value.ts";
import { perSession } from "./per-session.ts";

/** A date that is reckoned when the app starts is soon over for everyone. */
export const cookieExpiresStatic: Rule = {
  id: "cookie-expires-static",
  severity: "error",
  summary: "`expires` is reckoned once, when the app starts",
  check: perSession((session) => {
    const expires = optionOf(session, "cookie", "expires");
    if (!expires.some(isFixed)) return undefined;
    return {
      place: placeOf(session, expires),
      message:
        "`expires` is reckoned once, when the app starts, so that after this time every new cookie is already over.",
      fix: "Use `maxAge` with milliseconds from each response on.",
    };
  }),
};

function isFixed(possibility: Possibility): boolean {
  const { what } = possibility;
  if (what.kind === "external")
    return /^(?:new Date|Date\.now|Date)\(\)/.test(what.name);
  const value = literalOf(possibility)?.value;
  return (
    typeof value === "number" || (typeof value === "string" && value !== "")
  );
}
