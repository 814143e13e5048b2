import { hasHttps } from "../https-evidence.ts";
import { literalOf } from "../literals.ts";
import type { Rule } from "../rule.ts";
import { inProduction, isEverywhere, optionOf, placeOf } from "../sessions.ts";
import { perProductionSession } from "./per-session.ts";

/** What works on a laptop fails behind the proxy of production. */
export const trustProxyMissing: Rule = {
  id: "trust-proxy-missing",
  severity: "warning",
  summary: "Secure in production, but no proxy is trusted and no HTTPS served",
  check: perProductionSession((session, project) => {
    const secure = optionOf(session, "cookie", "secure");
    const isTrue = isEverywhere(
      inProduction(secure),
      (part) => literalOf(part)?.value === true && part.when.sure,
    );
    const isOnlyThere =
      session.when.in === "production" ||
      secure.some((part) => part.when.in === "development");
    if (!isTrue || !isOnlyThere || hasHttps(project)) return undefined;
    return {
      place: placeOf(session, secure),
      message:
        "In production the cookie is Secure, but the app neither serves HTTPS nor trusts a proxy, so no cookie will be set there.",
      fix: 'Add `app.set("trust proxy", 1)` where a proxy ends TLS.',
    };
  }),
};
