import { hasHttps } from "../https-evidence.ts";
import { literalOf } from "../literals.ts";
import type { Rule } from "../rule.ts";
import { isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { perSession } from "./per-session.ts";

/** express-session does not set a Secure cookie on a connection that it takes for plain HTTP. */
export const cookieSecureWithoutHttps: Rule = {
  id: "cookie-secure-without-https",
  severity: "error",
  summary: "the cookie is Secure, but nothing tells that the app gets HTTPS",
  check: perSession((session, project) => {
    const secure = optionOf(session, "cookie", "secure");
    const isAlways = isEverywhere(
      secure,
      (part) => literalOf(part)?.value === true && part.when.sure,
    );
    if (!isAlways || session.when.in !== "any" || hasHttps(project))
      return undefined;
    return {
      place: placeOf(session, secure),
      message:
        "The cookie is Secure, but the app neither serves HTTPS nor trusts a proxy that does, so the cookie is never set.",
      fix: 'Add `app.set("trust proxy", 1)` behind a proxy, or make `secure` depend on the environment.',
    };
  }),
};
