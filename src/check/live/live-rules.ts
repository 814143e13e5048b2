import { visible } from "../../controls.ts";
import type { Finding, Severity } from "../finding.ts";
import type { Exchange } from "./exchange.ts";
import { shownUrl } from "./target.ts";

/** What only a running app shows: symptoms that no rule of the source has. */
export const liveRules = {
  "session-not-kept": {
    severity: "error",
    summary:
      "The app answers the cookie it has just set with a new session: nothing is kept from one request to the next.",
  },
  "shared-session-id": {
    severity: "error",
    summary:
      "Two visitors get the same session id, and with it the same session.",
  },
  "weak-session-id": {
    severity: "error",
    summary:
      "Session ids differ in fewer than 64 bits, or follow from each other: they can be guessed.",
  },
  "forged-id-accepted": {
    severity: "error",
    summary:
      "The app adopts a session id that it never made: an attacker can choose the id of a victim's session.",
  },
  "tampered-signature-accepted": {
    severity: "error",
    summary:
      "The app takes a session cookie whose signature is wrong: the secret protects nothing.",
  },
  "malformed-cookie-error": {
    severity: "warning",
    summary:
      "A cookie that is not well formed makes the app fail with 5xx, or ends it.",
  },
  "cached-set-cookie": {
    severity: "warning",
    summary:
      "A response that sets the session cookie may be kept by shared caches, which then give one visitor's session to others.",
  },
  "cookie-prefix": {
    severity: "error",
    summary:
      "The cookie's name begins with __Host- or __Secure-, but its attributes break the rules of the prefix: browsers refuse it.",
  },
  "cookie-domain": {
    severity: "error",
    summary:
      "The cookie's Domain is not the site's own: browsers refuse the cookie.",
  },
  "session-before-health": {
    severity: "info",
    summary:
      "Health checks get a session cookie: every probe leaves a session in the store.",
  },
  "cors-credentials": {
    severity: "error",
    summary:
      "CORS lets any site send requests with cookies and read the answers.",
  },
} as const satisfies Record<string, { severity: Severity; summary: string }>;

/** The rules of the source whose symptom a running app shows as well, with their severities. */
const sharedRules = {
  "cookie-expires-static": "error",
  "cookie-httponly-false": "error",
  "cookie-insecure": "error",
  "cookie-samesite-missing": "warning",
  "cookie-samesite-none-insecure": "error",
  "cookie-secure-without-https": "error",
  "csrf-missing": "warning",
  "default-name": "info",
  "logout-without-destroy": "warning",
  "maxage-suspicious": "warning",
  "save-uninitialized": "warning",
  "secret-hardcoded": "error",
  "session-before-static": "info",
  "session-fixation": "error",
  "trust-proxy-missing": "warning",
} as const satisfies Record<string, Severity>;

export type LiveRule = keyof typeof liveRules | keyof typeof sharedRules;

/** One symptom: the rule, the response that shows it, what is wrong, and the likely line to change. */
export function symptom(
  rule: LiveRule,
  { url }: Pick<Exchange, "url">,
  message: string,
  fix: string,
): Finding {
  const severity =
    rule in liveRules
      ? liveRules[rule as keyof typeof liveRules].severity
      : sharedRules[rule as keyof typeof sharedRules];
  const place = { file: shownUrl(url), line: 0, column: 0 };
  // Names and headers come from the server.
  return { rule, severity, ...place, message: visible(message), fix };
}
