import type { Answers } from "./options.ts";
import { cookieNameOf } from "./render.ts";

/** The settings of the session cookie for the chosen environment: what, value, why. */
export function cookieSettings(
  answers: Answers,
  packageName: string,
): readonly (readonly [string, string, string])[] {
  const isSecure = answers.environment === "prod-https";
  const name = cookieNameOf(packageName);
  return [
    isSecure
      ? [
          "Name",
          `__Host-${name}`,
          "browsers take it only with HTTPS, from this host alone",
        ]
      : [
          "Name",
          `${name}.sid`,
          "its own, because apps on one computer share cookies",
        ],
    isSecure
      ? ["Secure", "yes", "it never travels unencrypted"]
      : [
          "Secure",
          "no",
          "browsers drop Secure cookies that come over plain HTTP",
        ],
    ["HttpOnly", "yes", "scripts in the page cannot read it"],
    ["SameSite", "Lax", "forms on other sites are sent without it"],
    [
      "Path",
      "/",
      "one session for the whole app; no Domain, so no subdomain gets it",
    ],
    [
      "Lifetime",
      "session",
      "the server ends it: 30 minutes idle, 8 hours at most",
    ],
  ];
}
