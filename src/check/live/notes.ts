import { type Exchange, redirectOf } from "./exchange.ts";
import { leadsToHttps } from "./first-visits.ts";
import type { Observations } from "./observations.ts";
import { cameThroughProxy, loginWithoutCookie } from "./observed.ts";
import { sessionCookieIn } from "./session-cookie.ts";
import { shownUrl } from "./target.ts";

/** What the user should know of what was seen, and is not wrong; a sentence each. */
export function notesOn(seen: Observations): string[] {
  const { answer } = seen.first;
  const next = redirectOf(answer);
  return [
    ...(answer.distrust
      ? [
          `The certificate is not one that browsers trust (${answer.distrust}); on this computer that is accepted.`,
        ]
      : []),
    ...(next && next.origin !== answer.url.origin && !leadsToHttps(answer)
      ? [
          `${shownUrl(answer.url)} redirects to ${next.origin}, which was not followed.`,
        ]
      : []),
    ...(seen.session
      ? [placesOf(seen), ...protocolsOf(seen)]
      : withoutSession(seen)),
  ];
}

/** Where the cookie was set for somebody without a session, and where not. */
function placesOf({ session, first, sides }: Observations): string {
  const name = session?.cookie.name;
  const { missing, asset, health } = sides;
  const answers = [first.answer, missing, asset, health].filter(
    (answer) => answer !== undefined,
  );
  const told = (isSet: boolean) =>
    answers
      .filter((one) => (sessionCookieIn(one, name) !== undefined) === isSet)
      .map(({ url, status }) => `${url.pathname} (${status})`)
      .join(", ") || "none";
  const { method, url } = session?.setBy ?? first.answer;
  return `The session cookie is "${name}", first set by ${method} ${url.pathname}. For new visitors it is set on: ${told(true)}; not on: ${told(false)}.`;
}

/** What Secure, and X-Forwarded-Proto: https, made of it. */
function protocolsOf(seen: Observations): string[] {
  const { first, session } = seen;
  const { proxied } = first;
  if (cameThroughProxy(seen))
    return [
      "The session cookie is set only when a proxy says X-Forwarded-Proto: https, as it should be behind that proxy; whoever comes by plain HTTP gets no session.",
    ];
  if (!proxied || session?.setBy !== first.answer) return [];
  const cookie = sessionCookieIn(proxied, session.cookie.name);
  if (!cookie)
    return ["With X-Forwarded-Proto: https no session cookie is set."];
  if (cookie.secure && !session.cookie.secure)
    return ["With X-Forwarded-Proto: https the session cookie becomes Secure."];
  return cookie.secure
    ? []
    : [
        "The session cookie has no Secure, and X-Forwarded-Proto: https does not change that: right for HTTP on this computer, and to be seen to in production.",
      ];
}

/** A login that began none is a finding, and a loop as well. */
function withoutSession(seen: Observations): string[] {
  const { first, login } = seen;
  const { answer, plain, proxied, isLooping } = first;
  if (isLooping || loginWithoutCookie(seen)) return [];
  const visited: (Exchange | undefined)[] = [
    plain,
    proxied,
    answer,
    login?.answer,
  ];
  const names = visited.flatMap(
    (one) => one?.cookies.map(({ name }) => name) ?? [],
  );
  const others = [...new Set(names)].map((name) => `"${name}"`).join(", ");
  if (others)
    return [
      `No cookie of express-session was set, but: ${others}. Nothing about sessions was checked.`,
    ];
  const how = proxied ? ", with and without X-Forwarded-Proto: https" : "";
  return [
    `No cookie was set on this page${how}. Either it begins no session (then give --login-url and --form, or a page that does), or \`cookie.secure: true\` keeps it silent because the app sees no HTTPS.`,
  ];
}
