import { randomBytes } from "node:crypto";
import type { UserError } from "../../errors.ts";
import { type Exchange, isHtml, type Send } from "./exchange.ts";
import type { FirstVisits } from "./first-visits.ts";
import { assetOf } from "./html.ts";
import { isUnreachable } from "./network-errors.ts";
import { withCredentials } from "./target.ts";
import { createVisitor } from "./visitor.ts";

/** What lies beside the page, asked for without a session; each only if it is there and requests are left. */
export interface SideVisits {
  /** A path that nothing serves. */
  missing?: Exchange;
  /** OPTIONS for that path, where every path gets a page. */
  options?: Exchange;
  asset?: Exchange;
  health?: Exchange;
  /** The page, asked for with broken cookies; a UserError when that got no answer. */
  malformed?: Exchange | UserError;
}

/** Asks for what needs no session, and at the end for what might stop the server. `name` is the session cookie's. */
export async function sideVisits(
  { answer, visitor }: FirstVisits,
  name: string,
  send: Send,
): Promise<SideVisits> {
  const { url } = answer;
  const ask = async (path: string | URL, purpose: string, method = "GET") => {
    if (send.remaining() <= 1) return undefined; // one is for the broken cookies
    const stranger = createVisitor(send, visitor.headers);
    const place = withCredentials(new URL(path, url), url);
    return method === "GET"
      ? stranger.get(place, purpose)
      : stranger.options(place, purpose);
  };
  const nowhere = `/no-such-page-${randomBytes(4).toString("hex")}`;
  const missing = await ask(nowhere, "a page that does not exist");
  const options =
    missing && missing.status < 400
      ? await ask(nowhere, "the same with OPTIONS", "OPTIONS")
      : undefined;
  const file = await ask(assetOf(answer) ?? "/favicon.ico", "a static file");
  let health: Exchange | undefined;
  for (const path of ["/health", "/healthz", "/livez"])
    health ??= served(await ask(path, "a health check"));
  const malformed = await malformedVisit(answer, visitor.headers, name, send);
  return { missing, options, asset: served(file), health, malformed };
}

/** A page in its place is none: single-page apps answer every path with theirs. */
function served(answer: Exchange | undefined): Exchange | undefined {
  const isThere = answer && answer.status >= 200 && answer.status < 300;
  return isThere && !isHtml(answer) ? answer : undefined;
}

/** With percent signs that encode nothing, in the session cookie and beside it. */
async function malformedVisit(
  { url }: Exchange,
  headers: Readonly<Record<string, string>>,
  name: string,
  send: Send,
): Promise<Exchange | UserError | undefined> {
  if (send.remaining() === 0) return undefined;
  const cookies = new Map([
    [name, "s%3A%E0%A4%A.%"],
    ["broken", "%"],
    ["json", "j:{"],
  ]);
  const visitor = createVisitor(send, headers, cookies);
  try {
    return await visitor.get(url, "broken cookies");
  } catch (error) {
    if (isUnreachable(error)) return error;
    throw error;
  }
}
