import { trustProxies } from "../https-evidence.ts";
import { literalOf } from "../literals.ts";
import { onePerSession } from "../one-per-session.ts";
import type { Rule } from "../rule.ts";

/** `true` believes whatever any client says about its address and scheme. */
export const trustProxyPermissive: Rule = {
  id: "trust-proxy-permissive",
  severity: "info",
  summary: "every proxy is trusted, also one that a client makes up",
  check: (project) => {
    const found = trustProxies(project)
      .filter(({ value }) =>
        value.some((part) => literalOf(part)?.value === true),
      )
      .map(({ place }) => ({
        place,
        message:
          "Every X-Forwarded header is believed, also one that a client makes up to hide its address or scheme.",
        fix: 'Give the number of proxies: `app.set("trust proxy", 1)`.',
      }));
    return onePerSession(project, found);
  },
};
