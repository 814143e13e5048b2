import type { Finding } from "../finding.ts";
import { symptom } from "./live-rules.ts";
import type { Observations, Session } from "./observations.ts";
import { freshSessions } from "./observed.ts";

/** Whether the cookie's expiry is one that somebody meant. */
export function judgeLifetime(seen: Observations): Finding[] {
  const { session } = seen;
  const seconds = session && lifetimeOf(session);
  if (!session || seconds === undefined) return [];
  const { name } = session.cookie;
  const fixed = isFixed(freshSessions(seen));
  if (fixed || seconds < -5)
    return [
      symptom(
        "cookie-expires-static",
        session.setBy,
        seconds < -5
          ? `The cookie "${name}" expired before it was set: browsers drop it, and every request begins a new session.`
          : `The cookie "${name}" ends for all visitors at one time, ${session.cookie.expires?.toUTCString()}: the date was fixed when the app started, and after it no session is kept.`,
        "Replace `expires` by `maxAge` (in milliseconds) in the `cookie` options of session().",
      ),
    ];
  if (!isSuspicious(seconds)) return [];
  return [
    symptom(
      "maxage-suspicious",
      session.setBy,
      `The cookie "${name}" lives for ${spoken(seconds)}: ${seconds < 100 ? "`maxAge` is in milliseconds, and this looks like seconds" : "`maxAge` is a time from now in milliseconds, not a date, and browsers keep no cookie longer than 400 days"}.`,
      "Write `maxAge` as a product in milliseconds, such as `maxAge: 8 * 60 * 60 * 1000` for eight hours.",
    ),
  ];
}

/** Whether a session is over before the next request can come. */
export function isShortLived({ session }: Observations): boolean {
  const seconds = session && lifetimeOf(session);
  return seconds !== undefined && seconds < 10;
}

const DAY = 86_400;

/** How long the cookie lives, in seconds by the server's clock; undefined when it ends with the browser. */
function lifetimeOf({ cookie, setBy }: Session): number | undefined {
  if (!cookie.expires) return undefined;
  const date = Date.parse(setBy.headers.date ?? "");
  return (cookie.expires.getTime() - (date || setBy.at)) / 1000;
}

/** An hour in seconds is 3.6 seconds in milliseconds, a day 86.4; ten seconds and a minute are in many examples. */
function isSuspicious(seconds: number): boolean {
  return seconds < 9 || (seconds >= 85 && seconds <= 88) || seconds > 401 * DAY;
}

/** A cookie made more than a second after another one ends in another second, if its life is counted from now. */
function isFixed(sessions: readonly Session[]): boolean {
  const [one, ...others] = sessions;
  const first = one?.cookie.expires;
  return others.some(
    ({ cookie, setBy }) =>
      one &&
      first &&
      setBy.sentAt - one.setBy.at > 1000 &&
      cookie.expires?.getTime() === first.getTime(),
  );
}

function spoken(seconds: number): string {
  if (seconds < 100) return `${Math.max(0, Math.round(seconds))} seconds`;
  return `${Math.round(seconds / DAY)} days`;
}
