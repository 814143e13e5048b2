import { once } from "node:events";
import http from "node:http";
import { text } from "node:stream/consumers";
import { connect, proxyHeaders } from "./environment.js";

/** A browser in a few lines: it keeps the session cookie, and stays where a redirect sends it away. */
export function newVisitor(port, cookie = "") {
  const visitor = {
    cookie,
    get: (path, headers) => send("GET", path, headers),
    post: (path, headers) => send("POST", path, headers),
    send,
  };
  return visitor;

  async function send(method, path, headers = {}) {
    const request = http.request({
      ...{ method, path, port, host: "localhost", createConnection: () => connect(port) },
      headers: {
        ...proxyHeaders,
        ...(visitor.cookie && { Cookie: visitor.cookie }),
        ...headers,
      },
    });
    request.end();
    const [response] = await once(request, "response");
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
function viewsOf(page) {
  if (page.includes("<p>Welcome! This is your first visit.</p>")) return 1;
  const [, views] = /<p>Number of views: (\d+)<\/p>/.exec(page) ?? [];
  return views ? Number(views) : undefined;
}

/** The session id in a signed cookie: name=s%3A<id>.<signature> */
export function idIn(cookie) {
  return /=s:(.*)\./.exec(decodeURIComponent(cookie))?.[1] ?? "";
}
