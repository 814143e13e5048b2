import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Exchange, Send } from "./exchange.ts";
import {
  parseSessionValue,
  type SessionCookie,
  sessionCookieIn,
  sessionValue,
} from "./session-cookie.ts";
import { createVisitor, type Visitor } from "./visitor.ts";

/** What comes back for the cookie as it was set, and for cookies that the app did not make. */
export interface IdentityVisits {
  id: string;
  /** What somebody without a session gets on the same page. */
  stranger: Exchange;
  owner: Exchange;
  /** The owner's id under a wrong signature. */
  tampered: Exchange;
  forged: Exchange;
  forgedId: string;
}

/**
 * Sends the visitor's cookie three times, twice with changes that make it invalid. `stranger` is what the page gave
 * without a session. Undefined when the visitor has none any more.
 */
export async function identityVisits(
  { cookies, headers }: Visitor,
  { name }: Pick<SessionCookie, "name">,
  stranger: Exchange,
  send: Send,
  signal?: AbortSignal,
): Promise<IdentityVisits | undefined> {
  const own = parseSessionValue(cookies.get(name) ?? "");
  if (!own) return undefined;
  const { id, signature } = own;
  const visit = (pair: readonly [string, string], purpose: string) => {
    // Alone: who is also known by another cookie would seem to be known by this one.
    const jar = new Map([[name, sessionValue(...pair)]]);
    return createVisitor(send, headers, jar).get(stranger.url, purpose);
  };
  const owner = await visit([id, signature], "a second visit");
  const wrong = (signature.startsWith("A") ? "B" : "A") + signature.slice(1);
  const tampered = await visit([id, wrong], "a changed signature");
  if (sessionCookieIn(stranger)?.expires) await pause(stranger, signal);
  const forgedId = randomBytes(24).toString("base64url");
  const anySignature = randomBytes(32).toString("base64").slice(0, 43);
  const forged = await visit([forgedId, anySignature], "a made-up id");
  return { id, stranger, owner, tampered, forged, forgedId };
}

/** Cookies tell time in seconds: until the next one began, a moving expiry looks like a fixed one. */
async function pause({ at }: Exchange, signal?: AbortSignal): Promise<void> {
  const missing = at + SECOND_AND_MORE - Date.now();
  if (missing <= 0) return;
  await setTimeout(missing, undefined, { signal }).catch(() => {});
  signal?.throwIfAborted();
}

/** In milliseconds; more than a second, because clocks are rounded. */
const SECOND_AND_MORE = 1050;
