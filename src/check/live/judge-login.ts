import type { Finding } from "../finding.ts";
import type { Exchange } from "./exchange.ts";
import { symptom } from "./live-rules.ts";
import { foreignOrigin, isAlike } from "./logout-visits.ts";
import type { Observations } from "./observations.ts";
import { makesIds } from "./observed.ts";
import { isRecognised } from "./recognised.ts";

/** Whether a login begins a session, a logout ends it, and other sites can do neither. */
export function judgeLogin(seen: Observations): Finding[] {
  return [...withFixation(seen), ...withLogout(seen), ...withForeignPost(seen)];
}

function withFixation(seen: Observations): Finding[] {
  const { login } = seen;
  if (!login?.keepsId || !makesIds(seen)) return [];
  return [
    symptom(
      "session-fixation",
      login.answer,
      "The session id is the same before and after the login: who knows it from before, or gave it to the victim, is logged in as well.",
      "Call `req.session.regenerate()` in the login handler, and write the user to the new session in its callback; with passport, use 0.6 or later.",
    ),
  ];
}

function withLogout(seen: Observations): Finding[] {
  const { logout, first, session } = seen;
  if (!logout || !session || !makesIds(seen)) return [];
  if (logout.answer.status >= 400) return [];
  const { id, owner, after } = logout;
  const { name } = session.cookie;
  const known = { name, stranger: first.stranger, owner };
  if (!isRecognised(after, id, known)) return [];
  return [
    symptom(
      "logout-without-destroy",
      logout.answer,
      "After the logout the app still knows the old session id: who copied the cookie goes on using the session.",
      "Call `req.session.destroy()` in the logout handler, and answer in its callback; clearing the cookie or one field is not enough.",
    ),
  ];
}

function withForeignPost({
  logout,
  login,
  foreignLogin,
}: Observations): Finding[] {
  const pairs = [
    [logout?.foreign, logout?.answer],
    [foreignLogin, login?.answer],
  ] as const;
  return pairs.flatMap(([foreign, own]) =>
    foreign && own
      ? [
          ...(isAlike(foreign, own) ? [withoutProtection(foreign)] : []),
          ...withOpenCors(foreign),
        ]
      : [],
  );
}

function withoutProtection(foreign: Exchange): Finding {
  return symptom(
    "csrf-missing",
    foreign,
    `A POST with Origin: ${foreignOrigin} and without a token is taken as the app's own, and the session cookie has neither SameSite=Lax nor Strict: other sites can act for your users.`,
    "Add `sameSite: 'lax'` to the `cookie` options of session(), and refuse POST requests whose Sec-Fetch-Site or Origin is another site's.",
  );
}

function withOpenCors(foreign: Exchange): Finding[] {
  const { headers } = foreign;
  if (headers["access-control-allow-origin"] !== foreignOrigin) return [];
  if (headers["access-control-allow-credentials"] !== "true") return [];
  return [
    symptom(
      "cors-credentials",
      foreign,
      `The app allows ${foreignOrigin}, and so any site, to send requests with cookies and to read the answers.`,
      "Name the origins in cors({ origin: ['https://app.example'], credentials: true }) in place of `origin: true` or an echo of the header.",
    ),
  ];
}
