import { moduleCode } from "../code-text.ts";
import { memoized } from "../memoized.ts";
import type { Project } from "../project.ts";
import type { Rule } from "../rule.ts";
import { isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { isMissing } from "../value.ts";
import { perSession } from "./per-session.ts";

/** A cookie without an end lasts as long as the browser, and the session as long as the store likes. */
export const cookieMaxAgeMissing: Rule = {
  id: "cookie-maxage-missing",
  severity: "info",
  summary: "the cookie has no maxAge",
  check: perSession((session, project) => {
    const maxAge = optionOf(session, "cookie", "maxAge");
    const expires = optionOf(session, "cookie", "expires");
    if (!isEverywhere(maxAge, isMissing) || !isEverywhere(expires, isMissing)) {
      return undefined;
    }
    if (isSetLater(project)) return undefined;
    return {
      place: placeOf(session, maxAge),
      message:
        "The cookie has no maxAge, so it ends with the browser and nothing says when the session does.",
      fix: "Set `cookie.maxAge` in milliseconds.",
    };
  }),
};

/** In a request, such as for "remember me". */
const isSetLater = memoized(({ modules }: Project) =>
  modules.some((module) =>
    /session\.cookie\.(?:maxAge|expires|originalMaxAge)\s*=[^=]/.test(
      moduleCode(module),
    ),
  ),
);
