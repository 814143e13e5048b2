import { type Exchange, redirectOf, type Send } from "./exchange.ts";
import { hiddenFields } from "./html.ts";
import type { Login } from "./login-visits.ts";
import { createVisitor, sessionIdOf, type Visitor } from "./visitor.ts";

/** One session before, during and after its logout. */
export interface Logout {
  url: URL;
  /** The session's id before. */
  id: string;
  owner: Exchange;
  /** The logout as a page of another site sends it. */
  foreign?: Exchange;
  answer: Exchange;
  /** The page for the cookie of before. */
  after: Exchange;
}

/** A site that is not the app's; the name is reserved and leads nowhere (RFC 2606). */
export const foreignOrigin = "https://other-site.example";

/** Ends the visitor's session, and comes again with its cookie. `isCrossSite`: browsers send it with forms of other sites. */
export async function logout(
  url: URL,
  visitor: Visitor,
  {
    name,
    page,
    isCrossSite,
  }: { name: string; page: URL; isCrossSite: boolean },
  send: Send,
): Promise<Logout | undefined> {
  const id = sessionIdOf(visitor, name);
  if (id === undefined) return undefined;
  const start = () => createVisitor(send, visitor.headers, visitor.cookies);
  const own = start();
  const owner = await own.get(page, "the page before the logout");
  // Also needed: the logout, by POST or GET, and the visit after it.
  const foreign =
    isCrossSite && send.remaining() > 3
      ? await start().post(url, "the logout from another site", {
          ...{ fields: {}, from: foreignOrigin },
        })
      : undefined;
  const answer = await ownLogout(url, own, owner, foreign);
  const old = new Map([[name, visitor.cookies.get(name) ?? ""]]);
  const late = createVisitor(send, visitor.headers, old);
  const after = await late.get(page, "the cookie after the logout");
  return { url, id, owner, foreign, answer, after };
}

/** By POST, and where there is no such route by GET. */
async function ownLogout(
  url: URL,
  own: Visitor,
  owner: Exchange,
  foreign?: Exchange,
): Promise<Exchange> {
  if (!isMissing(foreign)) {
    const content = { fields: tokensIn(owner) };
    const answer = await own.post(url, "the logout", content);
    // Refused, because there was nobody left to log out.
    if (foreign && foreign.status < 400 && answer.status >= 400) return foreign;
    if (!isMissing(answer)) return answer;
  }
  return own.get(url, "the logout");
}

/** What a form of the page proves that it is the app's own with. */
function tokensIn(page: Exchange): Record<string, string> {
  const isToken = ([name]: [string, string]) => /csrf|xsrf|token/i.test(name);
  return Object.fromEntries(Object.entries(hiddenFields(page)).filter(isToken));
}

function isMissing(answer?: Exchange): boolean {
  return answer?.status === 404 || answer?.status === 405;
}

/** The login as a page of another site sends it: without the tokens that stand in the app's own. */
export function foreignLogin(
  { url, visitor, cookiesBefore }: Login,
  form: Readonly<Record<string, string>>,
  send: Send,
): Promise<Exchange> {
  const another = createVisitor(send, visitor.headers, cookiesBefore);
  const content = { fields: form, from: foreignOrigin };
  return another.post(url, "the login from another site", content);
}

/** Whether a POST from another site did the same as the app's own. */
export function isAlike(foreign: Exchange, own: Exchange): boolean {
  const [there, here] = [foreign, own].map((one) => redirectOf(one)?.pathname);
  return (
    foreign.status === own.status && foreign.status < 400 && there === here
  );
}
