import { type Exchange, redirectOf, type Send } from "./exchange.ts";
import { isUnreachable } from "./network-errors.ts";
import { sessionCookieIn } from "./session-cookie.ts";
import { hostOf, withCredentials } from "./target.ts";
import { createVisitor, type Visitor } from "./visitor.ts";

/** What somebody without a cookie gets, with and without a proxy that says it speaks HTTPS. */
export interface FirstVisits extends Opened {
  plain: Exchange;
  /** With `X-Forwarded-Proto: https`; only over HTTP, because a proxy in front of HTTPS replaces the header. */
  proxied?: Exchange;
  /** It sends everybody to HTTPS, also who comes by HTTPS. */
  isLooping: boolean;
}

/** One way in, on which everything else is built, and who took it. */
interface Opened {
  answer: Exchange;
  visitor: Visitor;
  /** What shows best whether somebody is known: the answer if it began a session, else the page before its redirects. */
  stranger: Exchange;
}

/** A proxy's word that the browser came by HTTPS. */
export const proxyHeaders = { "x-forwarded-proto": "https" };

/** Whether a visitor comes through such a proxy. */
export function isProxied({ headers }: Visitor): boolean {
  return "x-forwarded-proto" in headers;
}

/** Opens the page as a new visitor, over HTTP twice. */
export async function firstVisits(page: URL, send: Send): Promise<FirstVisits> {
  const plain = await open(page, send, "a first visit");
  const only = { plain: plain.answer, isLooping: false };
  if (plain.answer.url.protocol === "https:") return { ...only, ...plain };
  const told = "a first visit, through a proxy with HTTPS";
  const proxied = await open(plain.answer.url, send, told, proxyHeaders, 1);
  const both = { ...only, proxied: proxied.answer };
  if (!leadsToHttps(plain.answer))
    return {
      ...both,
      ...(hasSession(plain) ? plain : preferred(proxied, plain)),
    };
  if (!leadsToHttps(proxied.answer)) return { ...both, ...proxied };
  const secure = await openHttps(plain.answer, send);
  if (!secure) return { ...both, ...plain, isLooping: true };
  return { plain: secure.answer, isLooping: false, ...secure };
}

/** Whether it redirects to HTTPS on the same host. */
export function leadsToHttps(answer: Exchange): boolean {
  const next = redirectOf(answer);
  return (
    next?.protocol === "https:" &&
    answer.url.protocol === "http:" &&
    hostOf(next) === hostOf(answer.url)
  );
}

/** Follows redirects on the same origin, until a session begins. */
async function open(
  page: URL,
  send: Send,
  purpose: string,
  headers: Visitor["headers"] = {},
  mostHops = 2,
): Promise<Opened> {
  const visitor = createVisitor(send, headers);
  const entrance = await visitor.get(page, purpose);
  let answer = entrance;
  for (let hops = 0; hops < mostHops && !sessionCookieIn(answer); hops += 1) {
    const next = redirectOf(answer);
    if (next?.origin !== page.origin) break;
    answer = await visitor.get(withCredentials(next, page), "its redirect");
  }
  const stranger = sessionCookieIn(answer) ? answer : entrance;
  return { answer, visitor, stranger };
}

async function openHttps(answer: Exchange, send: Send) {
  const next = redirectOf(answer) ?? answer.url;
  try {
    return await open(withCredentials(next, answer.url), send, "its redirect");
  } catch (error) {
    if (isUnreachable(error)) return undefined;
    throw error;
  }
}

function preferred(proxied: Opened, plain: Opened): Opened {
  return hasSession(proxied) ? proxied : plain;
}

function hasSession({ answer }: Opened): boolean {
  return sessionCookieIn(answer) !== undefined;
}
