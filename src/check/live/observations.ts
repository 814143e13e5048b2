import type { Exchange, Send } from "./exchange.ts";
import { type FirstVisits, firstVisits } from "./first-visits.ts";
import { type IdentityVisits, identityVisits } from "./identity-visits.ts";
import { type Login, login } from "./login-visits.ts";
import { foreignLogin, type Logout, logout } from "./logout-visits.ts";
import { type SessionCookie, sessionCookieIn } from "./session-cookie.ts";
import { type SideVisits, sideVisits } from "./side-visits.ts";
import type { Target } from "./target.ts";

/** Everything that the requests showed; what is wrong with it is judged afterwards. */
export interface Observations {
  first: FirstVisits;
  session?: Session;
  identity?: IdentityVisits;
  login?: Login;
  logout?: Logout;
  /** The login as a page of another site sends it. */
  foreignLogin?: Exchange;
  sides: SideVisits;
}

/** The session cookie, and the first response that set it. */
export interface Session {
  cookie: SessionCookie;
  setBy: Exchange;
}

/** Makes the visits. Most need a session: the page gives it, or else the login. */
export async function observe(
  target: Target,
  send: Send,
  signal?: AbortSignal,
): Promise<Observations> {
  const first = await firstVisits(target.page, send);
  // Whatever is asked for is sent elsewhere.
  if (first.isLooping) return { first, sides: {} };
  const { answer, visitor } = first;
  const here = movedTo(answer.url, target);
  const begun = sessionIn(answer);
  const early =
    begun &&
    (await identityVisits(visitor, begun.cookie, answer, send, signal));
  const entered =
    here.login && (await login(here.login, here.form, first, send));
  const session = begun ?? sessionIn(entered?.formPage, entered?.answer);
  // Three more, and the logout needs four.
  const isLate = !early && send.remaining() >= 7;
  const identity =
    session && entered && isLate
      ? await identityVisits(
          entered.visitor,
          session.cookie,
          session.setBy.method === "GET" ? session.setBy : first.stranger,
          send,
          signal,
        )
      : early;
  const ends =
    session && (await endVisits(here, { first, entered, session }, send));
  const name = session?.cookie.name ?? "connect.sid";
  const sides = await sideVisits(first, name, send);
  return { first, session, identity, login: entered, ...ends, sides };
}

/** Logs out; and tries from another site what browsers would let it. */
async function endVisits(
  { form, logout: url }: Target,
  {
    first,
    entered,
    session,
  }: Pick<Observations, "first"> & { entered?: Login; session: Session },
  send: Send,
): Promise<Pick<Observations, "logout" | "foreignLogin">> {
  if (entered?.refusal) return {};
  const { visitor } = entered ?? first;
  const { name, sameSite = "" } = session.cookie;
  const isCrossSite = !["lax", "strict"].includes(sameSite);
  const about = { name, page: first.stranger.url, isCrossSite };
  const ended = url && (await logout(url, visitor, about, send));
  // The logout was proof enough, if there is one that is a POST.
  const isOpen =
    isCrossSite && entered?.as === "form" && ended?.answer.method !== "POST";
  if (!isOpen) return { logout: ended };
  return {
    logout: ended,
    foreignLogin: await foreignLogin(entered, form, send),
  };
}

function sessionIn(
  ...answers: readonly (Exchange | undefined)[]
): Session | undefined {
  for (const setBy of answers) {
    const cookie = setBy && sessionCookieIn(setBy);
    if (cookie) return { cookie, setBy };
  }
  return undefined;
}

/** The addresses, when the whole app moved from HTTP to HTTPS. */
function movedTo({ protocol, hostname, port }: URL, target: Target): Target {
  const moved = (url?: URL) =>
    url && Object.assign(new URL(url), { protocol, hostname, port });
  return {
    ...target,
    login: moved(target.login),
    logout: moved(target.logout),
  };
}
