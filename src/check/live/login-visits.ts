import type { Exchange, Send } from "./exchange.ts";
import { type FirstVisits, isProxied, proxyHeaders } from "./first-visits.ts";
import { hasPasswordField, hiddenFields } from "./html.ts";
import { refusalOf } from "./refusal.ts";
import { parseSessionValue, sessionCookieIn } from "./session-cookie.ts";
import {
  type Content,
  createVisitor,
  sessionIdOf,
  type Visitor,
} from "./visitor.ts";

/** One login, and a second one where the first began without a session. */
export interface Login {
  url: URL;
  visitor: Visitor;
  /** What the form's page and the login itself answered. */
  formPage: Exchange;
  answer: Exchange;
  as: Content["as"];
  cookiesBefore: ReadonlyMap<string, string>;
  /** Why it does not look like a login; in words. */
  refusal?: string;
  /** The session cookie's name; undefined when none was ever set. */
  name?: string;
  /** Whether a login within a session kept its id; undefined when that could not be seen. */
  keepsId?: boolean;
}

type Form = Readonly<Record<string, string>>;

/** Logs in as a browser does, with the cookies of the first visit; if that gives no session, once more as through a proxy. */
export async function login(
  url: URL,
  form: Form,
  { visitor, answer }: FirstVisits,
  send: Send,
): Promise<Login> {
  const name = sessionCookieIn(answer)?.name;
  let done = await signIn(url, form, visitor, name);
  const isPlain = url.protocol === "http:" && !isProxied(visitor);
  if (!done.refusal && !done.name && isPlain) {
    const proxied = createVisitor(send, proxyHeaders);
    const second = await signIn(url, form, proxied);
    if (second.name) done = second;
  }
  // The logout needs four.
  const mayRepeat = send.remaining() >= 6;
  return { ...done, keepsId: await keepsId(done, form, mayRepeat) };
}

async function signIn(
  url: URL,
  form: Form,
  visitor: Visitor,
  known?: string,
): Promise<Login> {
  const formPage = await visitor.get(url, "the login page");
  const cookiesBefore = new Map(visitor.cookies);
  const fields = { ...hiddenFields(formPage), ...form };
  let as: Content["as"] = "form";
  let answer = await visitor.post(url, "the login", { fields, as });
  // An API that reads JSON alone finds no fields in a form.
  if (answer.status >= 400 && !hasPasswordField(formPage)) {
    as = "json";
    answer = await visitor.post(url, "the login as JSON", { fields, as });
  }
  const [set] = [answer, formPage].flatMap((one) => sessionCookieIn(one) ?? []);
  return {
    ...{ url, visitor, formPage, answer, as, cookiesBefore },
    refusal: refusalOf(answer, url),
    name: known ?? set?.name,
  };
}

async function keepsId(
  { url, visitor, formPage, as, cookiesBefore, refusal, name }: Login,
  form: Form,
  mayRepeat: boolean,
): Promise<boolean | undefined> {
  // Who sent no fields is nobody: the POST begins a session and no more, such as one for consent.
  const isLogin = Object.keys(form).length > 0;
  if (refusal || !name || !isLogin) return undefined;
  const after = sessionIdOf(visitor, name);
  const before = parseSessionValue(cookiesBefore.get(name) ?? "");
  if (before) return before.id === after;
  if (!mayRepeat) return undefined;
  // An attacker's session is one of his own login: does it become that of whoever logs in with it?
  const page = await visitor.get(url, "the login page within the session");
  if (page.status !== formPage.status) return undefined; // Who is logged in is sent away.
  const fields = { ...hiddenFields(page), ...form };
  const answer = await visitor.post(url, "a login within the session", {
    ...{ fields, as },
  });
  if (refusalOf(answer, url)) return undefined;
  return after !== undefined && sessionIdOf(visitor, name) === after;
}
