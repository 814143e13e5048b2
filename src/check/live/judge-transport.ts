import type { Finding } from "../finding.ts";
import { brokenPrefix } from "./judge-attributes.ts";
import { symptom } from "./live-rules.ts";
import type { Observations } from "./observations.ts";
import {
  bestSession,
  cameThroughProxy,
  loginWithoutCookie,
  wantsHttps,
} from "./observed.ts";
import { isLocal } from "./target.ts";

/** Whether Secure, HTTP, HTTPS and the proxy go together. */
export function judgeTransport(seen: Observations): Finding[] {
  return [
    ...withoutCookie(seen),
    ...withSecureOverHttp(seen),
    ...withoutSecure(seen),
    ...inLoop(seen),
  ];
}

/** Somebody logged in, and no cookie came of it. */
function withoutCookie(seen: Observations): Finding[] {
  const login = loginWithoutCookie(seen);
  if (!login) return [];
  const { answer } = login;
  const message = `The login at ${login.url.pathname} is taken, and no session cookie is set:`;
  return answer.url.protocol === "https:"
    ? [
        symptom(
          "trust-proxy-missing",
          answer,
          `${message} with \`secure\` on and TLS ending at a proxy, express-session sees plain HTTP and stays silent.`,
          "Add `app.set('trust proxy', 1)` before session(), and let the proxy send X-Forwarded-Proto.",
        ),
      ]
    : [
        symptom(
          "cookie-secure-without-https",
          answer,
          `${message} with \`cookie.secure: true\` express-session sets none over plain HTTP, and X-Forwarded-Proto: https does not change that.`,
          "Set `secure: process.env.NODE_ENV === 'production'` in the `cookie` options of session(), and behind a proxy `app.set('trust proxy', 1)`.",
        ),
      ];
}

function withSecureOverHttp(seen: Observations): Finding[] {
  const { session } = seen;
  if (!session?.cookie.secure || cameThroughProxy(seen)) return [];
  if (session.setBy.url.protocol === "https:") return [];
  return [
    symptom(
      "cookie-secure-without-https",
      session.setBy,
      `The cookie "${session.cookie.name}" is Secure and comes over plain HTTP: browsers drop it, and every request begins a new session.`,
      "Serve the app by HTTPS, or set `secure: false` in the `cookie` options of session() where there is none; a proxy must not claim X-Forwarded-Proto: https for HTTP.",
    ),
  ];
}

/** On this computer HTTP is what developers have, and says nothing about production. */
function withoutSecure(seen: Observations): Finding[] {
  const session = bestSession(seen);
  if (!session || session.cookie.secure || brokenPrefix(session.cookie))
    return [];
  if (session.cookie.sameSite === "none") return []; // browsers refuse it at once
  const { cookie, setBy } = session;
  const isHttps = setBy.url.protocol === "https:" || wantsHttps(seen);
  if (!isHttps && isLocal(setBy.url)) return [];
  const fault = isHttps
    ? "comes over HTTPS without Secure: browsers send it over plain HTTP as well, where anybody on the way can read it"
    : "travels over plain HTTP: anybody on the way can read it and take over the session";
  return [
    symptom(
      "cookie-insecure",
      setBy,
      `The cookie "${cookie.name}" ${fault}.`,
      isHttps
        ? "Set `secure: true` in the `cookie` options of session(); if it says 'auto' and TLS ends at a proxy, add `app.set('trust proxy', 1)`."
        : "Serve the app by HTTPS, and set `secure: true` in the `cookie` options of session().",
    ),
  ];
}

function inLoop({ first }: Observations): Finding[] {
  if (!first.isLooping || !first.proxied) return [];
  return [
    symptom(
      "trust-proxy-missing",
      first.proxied,
      "The app redirects to HTTPS also what a proxy says came by HTTPS: behind that proxy it redirects for ever, and a Secure cookie is never set.",
      "Add `app.set('trust proxy', 1)` before session() and before the redirect.",
    ),
  ];
}
