import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { connect, proxyHeaders } from "./environment.js";

/** A browser in a few lines: it keeps the session cookie, and stays where a redirect sends it away. */
export function newVisitor(port: number, cookie = "") {
  const visitor = {
    cookie,
    get: (path: string, headers?: Record<string, string>) => send("GET", path, headers),
    post: (path: string, headers?: Record<string, string>) => send("POST", path, headers),
    send,
  };
  return visitor;

  async function send(method: string, path: string, headers: Record<string, string> = {}) {
    const request = http.request({
      ...{ method, path, port, host: "localhost", createConnection: () => connect(port) },
      headers: {
        ...proxyHeaders,
        ...(visitor.cookie && { Cookie: visitor.cookie }),
        ...headers,
      },
    });
    request.end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      setCookie: response.headers["set-cookie"]?.join("\n") ?? "",
      body: await text(response),
    };
    if (answer.setCookie) {
      const isCleared = answer.setCookie.includes("Expires=Thu, 01 Jan 1970");
      visitor.cookie = isCleared ? "" : answer.setCookie.split(";")[0];
    }
    return { ...answer, views: viewsOf(answer.body) };
  }
}

/** What the counter on a page says. */
function viewsOf(page: string): number | undefined {
  if (page.includes("<p>Welcome! This is your first visit.</p>")) return 1;
  const [, views] = /<p>Number of views: (\d+)<\/p>/.exec(page) ?? [];
  return views ? Number(views) : undefined;
}

/** The session id in a signed cookie: name=s%3A<id>.<signature> */
export function idIn(cookie: string): string {
  return /=s:(.*)\./.exec(decodeURIComponent(cookie))?.[1] ?? "";
}
