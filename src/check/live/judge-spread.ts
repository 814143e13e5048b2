import type { Finding } from "../finding.ts";
import type { Exchange } from "./exchange.ts";
import { symptom } from "./live-rules.ts";
import type { Observations } from "./observations.ts";
import { freshSessions } from "./observed.ts";
import { sessionCookieIn } from "./session-cookie.ts";

/** Which responses set the session cookie that should not, or should not be cached. */
export function judgeSpread(seen: Observations): Finding[] {
  const { missing, options, asset, health } = seen.sides;
  const name = seen.session?.cookie.name;
  const sets = (answer?: Exchange): answer is Exchange =>
    answer !== undefined && sessionCookieIn(answer, name) !== undefined;
  const nowhere = [missing, options].find(
    (answer) => sets(answer) && (answer.status === 404 || answer === options),
  );
  return [
    ...(nowhere ? [everywhere(nowhere)] : []),
    ...(sets(asset) ? [withAsset(asset)] : []),
    ...(sets(health) ? [withHealth(health)] : []),
    ...cached(seen),
  ];
}

function everywhere(answer: Exchange): Finding {
  const what =
    answer.method === "GET" ? "a page that does not exist" : "OPTIONS";
  return symptom(
    "save-uninitialized",
    answer,
    `Even ${what} (${answer.status}) sets the session cookie: every visitor and every robot gets a stored session before there is anything to keep, and without consent.`,
    "Set `saveUninitialized: false` in the options of session(); if it is, a middleware that runs for every request writes to `req.session`.",
  );
}

function withAsset(answer: Exchange): Finding {
  return symptom(
    "session-before-static",
    answer,
    "A static file sets the session cookie: each file costs a look into the store, and caches see a cookie on it.",
    "Move `app.use(express.static(…))` above `app.use(session(…))`.",
  );
}

function withHealth(answer: Exchange): Finding {
  return symptom(
    "session-before-health",
    answer,
    "The health check sets the session cookie: each probe leaves a session in the store, and fails when the store does.",
    `Move the route ${answer.url.pathname} above \`app.use(session(…))\`.`,
  );
}

/** One is enough: they have the cause in common. */
function cached(seen: Observations): Finding[] {
  const answers = freshSessions(seen).map(({ setBy }) => setBy);
  const answer = answers.find(isCacheable);
  if (!answer) return [];
  return [
    symptom(
      "cached-set-cookie",
      answer,
      `This response sets the session cookie with Cache-Control: ${answer.headers["cache-control"]}: a cache in front of the app may give one visitor's session to the next.`,
      "Send `Cache-Control: no-store` (or `private`) with responses that use the session, and keep what may be cached above `app.use(session(…))`.",
    ),
  ];
}

/** Whether a shared cache may keep and give it without asking again (RFC 9111, 3 and 4.2). */
function isCacheable({ method, headers }: Exchange): boolean {
  if (method !== "GET") return false;
  const control = (headers["cache-control"] ?? "").toLowerCase();
  if (/\b(no-store|no-cache|private)\b/.test(control)) return false;
  const age =
    /\bs-maxage\s*=\s*"?(\d+)/.exec(control) ??
    /\bmax-age\s*=\s*"?(\d+)/.exec(control);
  return age ? Number(age[1]) > 0 : /\bpublic\b/.test(control);
}
