import { isExternal } from "../external.ts";
import { literalOf } from "../literals.ts";
import type { Rule } from "../rule.ts";
import { optionOf, placeOf } from "../sessions.ts";
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

export const isDate = isExternal(/^(?:new Date|Date\.now|Date)\(\)/);

function isFixed(possibility: Possibility): boolean {
  if (isDate(possibility)) return true;
  const value = literalOf(possibility)?.value;
  return (
    typeof value === "number" || (typeof value === "string" && value !== "")
  );
}
