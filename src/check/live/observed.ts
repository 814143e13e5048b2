import { isProxied, leadsToHttps } from "./first-visits.ts";
import type { Observations, Session } from "./observations.ts";
import { sessionCookieIn } from "./session-cookie.ts";

/** The session cookie as users of the app get it: where a proxy with HTTPS makes it Secure, that one. */
export function bestSession({
  first,
  session,
}: Observations): Session | undefined {
  const { proxied } = first;
  const cookie = proxied && sessionCookieIn(proxied, session?.cookie.name);
  return proxied && cookie?.secure ? { cookie, setBy: proxied } : session;
}

/** Whether the session cookie came to somebody who was told to be a proxy with HTTPS. */
export function cameThroughProxy({
  first,
  login,
  session,
}: Observations): boolean {
  const isOfPage = session?.setBy === first.answer;
  return isProxied((isOfPage ? first : (login ?? first)).visitor);
}

/** The login, if it was taken and nothing came of it that a browser could keep: no cookie, and no token in its place. */
export function loginWithoutCookie({ login, session }: Observations) {
  if (!login || login.refusal || session || login.visitor.cookies.size > 0)
    return undefined;
  return /token|jwt/i.test(login.answer.body) ? undefined : login;
}

/** Whether the app sends people to HTTPS, so that what it answers a proxy with HTTPS is what they get. */
export function wantsHttps({ first }: Observations): boolean {
  return leadsToHttps(first.plain);
}

/** The sessions that begin for somebody without a cookie, each by its own response. */
export function freshSessions({
  first,
  session,
  identity,
  sides,
}: Observations): Session[] {
  const name = session?.cookie.name;
  const answers = [
    first.plain,
    first.proxied,
    first.answer,
    session?.setBy,
    identity?.forged,
    sides.missing,
    sides.asset,
    sides.health,
  ];
  return [...new Set(answers)].flatMap((setBy) => {
    const cookie = setBy && sessionCookieIn(setBy, name);
    return cookie ? [{ cookie, setBy }] : [];
  });
}

/** The ids that the app gave to visitors without a cookie. */
export function freshIds(seen: Observations): string[] {
  return freshSessions(seen).map(({ cookie }) => cookie.id);
}

/** Whether two visitors got one id. */
export function isShared(seen: Observations): boolean {
  const ids = freshIds(seen);
  return new Set(ids).size < ids.length;
}

/** Whether the app adopted an id that it did not make: it set a cookie with it, or saw no need to set another. */
export function isAdopting({ identity, session }: Observations): boolean {
  if (!identity) return false;
  const { forged, forgedId, stranger } = identity;
  const name = session?.cookie.name;
  const given = sessionCookieIn(forged, name);
  if (given) return given.id.includes(forgedId);
  return (
    sessionCookieIn(stranger, name) !== undefined &&
    forged.status === stranger.status
  );
}

/** Whether the app makes its ids itself, one for each session; without that, nothing else about ids can be told. */
export function makesIds(seen: Observations): boolean {
  return !isShared(seen) && !isAdopting(seen);
}
