import type { Finding } from "../finding.ts";
import { symptom } from "./live-rules.ts";
import type { Observations } from "./observations.ts";
import { bestSession } from "./observed.ts";
import type { SessionCookie } from "./session-cookie.ts";
import { hostOf } from "./target.ts";

/** What is wrong with the session cookie's name and attributes; what Secure depends on is judged in judge-transport.ts. */
export function judgeAttributes(seen: Observations): Finding[] {
  const session = bestSession(seen);
  if (!session) return [];
  const { cookie, setBy } = session;
  const { name, domain, sameSite, secure } = cookie;
  const found: Finding[] = [];
  const add = (...[rule, message, fix]: Symptom) =>
    void found.push(symptom(rule, setBy, message, fix));

  const broken = brokenPrefix(cookie);
  if (broken) add("cookie-prefix", ...broken);
  if (name === "connect.sid") add(...defaultName);
  if (!cookie.httpOnly) add(...withoutHttpOnly(name));
  if (sameSite === undefined) add(...withoutSameSite(name));
  if (sameSite === "none" && !secure && !broken) add(...insecureNone(name));
  if (domain && !isWithin(hostOf(setBy.url), domain))
    add(
      "cookie-domain",
      `The cookie "${name}" is for ${domain}, which ${hostOf(setBy.url)} is not part of: browsers refuse it, and every request begins a new session.`,
      "Remove `domain` from the `cookie` options of session(), or set it only where the app runs under that domain.",
    );
  return found;
}

type Symptom = [
  rule: Parameters<typeof symptom>[0],
  message: string,
  fix: string,
];

/** How a name's prefix is broken (RFC 6265bis, 4.1.3); the prefixes count in any case. */
export function brokenPrefix({
  name,
  secure,
  path,
  domain,
}: SessionCookie): [message: string, fix: string] | undefined {
  const [prefix] = /^__(Host|Secure)-/i.exec(name) ?? [];
  if (!prefix) return undefined;
  const isHost = /host/i.test(prefix);
  const faults = [
    ...(secure ? [] : ["has no Secure"]),
    ...(isHost && path !== "/" ? [`has Path=${path ?? ""}`] : []),
    ...(isHost && domain ? [`has Domain=${domain}`] : []),
  ];
  if (faults.length === 0) return undefined;
  return [
    `The cookie "${name}" ${faults.join(" and ")}: browsers refuse such a cookie under the prefix ${prefix}, and every request begins a new session.`,
    isHost
      ? "Set `secure: true`, `path: '/'` and no `domain` in the `cookie` options of session(), or use another `name` without HTTPS."
      : "Set `secure: true` in the `cookie` options of session(), or use another `name` without HTTPS.",
  ];
}

const defaultName: Symptom = [
  "default-name",
  'The session cookie has the default name "connect.sid": it tells what the app is made with, and two apps on one host overwrite each other\'s sessions.',
  "Give session() a `name` of the app's own, such as `name: 'shop.sid'`, or `'__Host-shop'` with HTTPS.",
];

function withoutHttpOnly(name: string): Symptom {
  return [
    "cookie-httponly-false",
    `The cookie "${name}" has no HttpOnly: a script that gets into a page can read and steal the session.`,
    "Remove `httpOnly: false` from the `cookie` options of session().",
  ];
}

function withoutSameSite(name: string): Symptom {
  return [
    "cookie-samesite-missing",
    `The cookie "${name}" has no SameSite: not every browser takes that as Lax, and the others send it with forms of other sites.`,
    "Add `sameSite: 'lax'` to the `cookie` options of session().",
  ];
}

function insecureNone(name: string): Symptom {
  return [
    "cookie-samesite-none-insecure",
    `The cookie "${name}" has SameSite=None without Secure: browsers refuse it, and every request begins a new session.`,
    "Use `sameSite: 'lax'` in the `cookie` options of session(); if other sites embed the app, serve it by HTTPS and set `secure: true`.",
  ];
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
