import type { Exchange, SetCookie } from "./exchange.ts";

/** The cookie in which express-session keeps the id: `s:<id>.<signature>`, percent-encoded, under any name. */
export interface SessionCookie extends SetCookie {
  id: string;
  /** HMAC-SHA256 of the id by the secret, in base64 without padding: 43 characters. */
  signature: string;
}

/**
 * The session cookie that a response sets. `res.cookie(…, { signed: true })` makes values of the same form, so as long
 * as the name is not known, the one that most looks like a session is taken.
 */
export function sessionCookieIn(
  { cookies }: Pick<Exchange, "cookies">,
  name?: string,
): SessionCookie | undefined {
  const candidates = cookies
    .filter((cookie) => name === undefined || cookie.name === name)
    .flatMap((cookie) => asSessionCookie(cookie) ?? [])
    .map((cookie) => ({ cookie, likeness: name ? 1 : likenessOf(cookie) }))
    .filter(({ likeness }) => likeness > 0)
    .sort((one, other) => other.likeness - one.likeness);
  const best = candidates[0]?.likeness;
  // Of one name the last counts, as in browsers.
  return candidates.findLast(({ likeness }) => likeness === best)?.cookie;
}

/** The id in a cookie's value as a browser keeps it; undefined when express-session did not write it. */
export function parseSessionValue(value: string) {
  const [, id, signature] =
    /^s:(.+)\.([A-Za-z0-9+/]{43})$/.exec(decoded(value)) ?? [];
  return id && signature ? { id, signature } : undefined;
}

/** The value that carries an id and a signature. */
export function sessionValue(id: string, signature: string): string {
  return encodeURIComponent(`s:${id}.${signature}`);
}

function asSessionCookie(cookie: SetCookie): SessionCookie | undefined {
  const parsed = parseSessionValue(cookie.value);
  return parsed && { ...cookie, ...parsed };
}

function likenessOf({ name, id }: SessionCookie): number {
  if (name === "connect.sid") return 3;
  if (/sess|sid/i.test(name)) return 2;
  return /^[\w-]{16,}$/.test(id) ? 1 : 0;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // Not encoded by express-session, so not its cookie.
  }
}
