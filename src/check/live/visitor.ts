import type { Exchange, Send } from "./exchange.ts";
import { parseSessionValue } from "./session-cookie.ts";

/** A browser, as far as the app can tell: it keeps cookies, and follows nothing by itself. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  /** Sent with each request, as a proxy does. */
  readonly headers: Readonly<Record<string, string>>;
  get: (url: URL, purpose: string) => Promise<Exchange>;
  options: (url: URL, purpose: string) => Promise<Exchange>;
  post: (url: URL, purpose: string, content: Content) => Promise<Exchange>;
}

/** What a POST carries, as what, and from the page of which origin; its own unless told. */
export interface Content {
  fields: Readonly<Record<string, string>>;
  as?: "form" | "json";
  from?: string;
}

/** Starts with the given cookies, or none. */
export function createVisitor(
  send: Send,
  headers: Visitor["headers"] = {},
  cookies: ReadonlyMap<string, string> = new Map(),
): Visitor {
  const jar = new Map(cookies);

  async function ask(
    method: string,
    url: URL,
    purpose: string,
    more: Record<string, string>,
    body?: string,
  ): Promise<Exchange> {
    const cookie = [...jar].map((pair) => pair.join("=")).join("; ");
    const sent = { accept, ...headers, ...more, ...(cookie && { cookie }) };
    const answer = await send({ method, url, headers: sent, body, purpose });
    keep(jar, answer);
    return answer;
  }

  return {
    cookies: jar,
    headers,
    get: (url, purpose) => ask("GET", url, purpose, navigation),
    options: (url, purpose) => ask("OPTIONS", url, purpose, {}),
    post: (url, purpose, content) => {
      const sender = content.from
        ? { origin: content.from, "sec-fetch-site": "cross-site" }
        : { ...tokenHeaders(jar), ...ownSender(url, headers) };
      const { type, body } = encoded(content);
      const more = { ...sender, "content-type": type };
      return ask("POST", url, purpose, more, body);
    },
  };
}

/** The id of the session that a visitor has. */
export function sessionIdOf(
  { cookies }: Visitor,
  name = "",
): string | undefined {
  return parseSessionValue(cookies.get(name) ?? "")?.id;
}

const accept =
  "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8";
const navigation = { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" };

function encoded({ fields, as }: Content): { type: string; body: string } {
  return as === "json"
    ? { type: "application/json", body: JSON.stringify(fields) }
    : {
        type: "application/x-www-form-urlencoded",
        body: new URLSearchParams(fields).toString(),
      };
}

function keep(jar: Map<string, string>, { cookies, at }: Exchange): void {
  for (const cookie of cookies) {
    const { name, value } = cookie;
    if (isRemoval(cookie, at)) jar.delete(name);
    else if (isSendable(`${name}=${value}`)) jar.set(name, value);
  }
}

/** The app's own page, under the protocol that the app takes for its own when it believes a proxy. */
function ownSender(url: URL, headers: Visitor["headers"]) {
  const protocol = headers["x-forwarded-proto"] ?? url.protocol.slice(0, -1);
  const origin = `${protocol}://${url.host}`;
  return { origin, "sec-fetch-site": "same-origin" };
}

/** Pages send the token that came in a cookie back in a header; other sites cannot read it. */
function tokenHeaders(jar: ReadonlyMap<string, string>) {
  const token = jar.get("XSRF-TOKEN") ?? "";
  return token ? { "x-xsrf-token": token } : ({} as Record<string, string>);
}

/** More than a day ago, because clocks differ. */
function isRemoval({ expires }: Exchange["cookies"][number], now: number) {
  return expires !== undefined && expires.getTime() < now - 86_400_000;
}

/** Node refuses to send what is no header. */
function isSendable(pair: string): boolean {
  return /^[\x21-\x3a\x3c-\x7e]+$/.test(pair);
}
