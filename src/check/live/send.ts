import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import http from "node:http";
import https from "node:https";
import type { TLSSocket } from "node:tls";
import {
  type Exchange,
  parseSetCookie,
  type Request,
  type Send,
} from "./exchange.ts";
import { outOfTime, unreachable } from "./network-errors.ts";
import { hostOf, isLocal, shownUrl } from "./target.ts";

export interface SendOptions {
  signal?: AbortSignal;
  /** Called before each request. */
  onRequest?: (request: SentRequest) => void;
  /** How long one request may take, in milliseconds; 10 seconds unless told. */
  timeout?: number;
  /** How long all of them may take, in milliseconds; a minute unless told. */
  totalTimeout?: number;
}

/** What the user is told of a request; neither cookies nor forms, which are secret. */
export interface SentRequest {
  method: string;
  url: string;
  purpose: string;
}

const MOST_REQUESTS = 16;
const MOST_BODY = 1024 * 1024;
/** Milliseconds for the body after its head. */
const MOST_BODY_TIME = 3_000;

/** Sends requests of one check: one after the other, each on a connection of its own, bounded in number, time and size. */
export function createSend(options: SendOptions): Send {
  const { timeout = 10_000, totalTimeout = 60_000, onRequest } = options;
  const deadline = AbortSignal.timeout(totalTimeout);
  const aborts = options.signal ? [options.signal] : [];
  const signal = AbortSignal.any([deadline, ...aborts]);
  let sent = 0;

  async function send(request: Request): Promise<Exchange> {
    const { method, url, purpose } = request;
    options.signal?.throwIfAborted();
    if (deadline.aborted) throw outOfTime(url, totalTimeout);
    sent += 1;
    onRequest?.({ method, url: shownUrl(url), purpose });
    try {
      return await exchange(request, signal, timeout);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (deadline.aborted) throw outOfTime(url, totalTimeout);
      throw unreachable(url, error, timeout);
    }
  }

  return Object.assign(send, { remaining: () => MOST_REQUESTS - sent });
}

async function exchange(
  request: Request,
  signal: AbortSignal,
  timeout: number,
): Promise<Exchange> {
  const timer = AbortSignal.timeout(timeout);
  const either = AbortSignal.any([signal, timer]);
  const sentAt = Date.now();
  const asked = start(request, either);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once("response", resolve).on("error", reject);
    asked.end(request.body);
  });
  const at = Date.now();
  const body = await readStart(response);
  signal.throwIfAborted();
  const lines = response.headers["set-cookie"] ?? [];
  return {
    method: request.method,
    url: request.url,
    status: response.statusCode ?? 0,
    headers: joined(response.headers),
    cookies: lines.flatMap((line) => parseSetCookie(line) ?? []),
    ...{ body, sentAt, at, distrust: distrustOf(asked) },
  };
}

function start({ method, url, headers, body }: Request, signal: AbortSignal) {
  const options: RequestOptions & https.RequestOptions = {
    method,
    headers: {
      host: url.host,
      "user-agent": "create-session-app check",
      ...headers,
      ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
    },
    agent: false,
    signal,
    ...(url.username && { auth: credentialsOf(url) }),
    // Not every resolver knows the names below localhost.
    ...(hostOf(url).endsWith(".localhost") && { hostname: "localhost" }),
    // Who checks an app on this computer made its certificate.
    ...(isLocal(url) && { rejectUnauthorized: false }),
  };
  const { request } = url.protocol === "https:" ? https : http;
  return request(url, options);
}

function credentialsOf({ username, password }: URL): string {
  return [username, password].map(decodeURIComponent).join(":");
}

/** As much of the body as there is until it is long enough, or the time is over: it may be a stream without an end. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => response.destroy(), MOST_BODY_TIME);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MOST_BODY) break;
    }
  } catch {
    // It ended early; what matters stands in the head.
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks).subarray(0, MOST_BODY).toString();
}

function joined(headers: IncomingMessage["headers"]) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value ?? "")]),
  );
}

function distrustOf({ socket }: ClientRequest): string | undefined {
  const { authorizationError } = (socket ?? {}) as Partial<TLSSocket>;
  return authorizationError ? String(authorizationError) : undefined;
}
