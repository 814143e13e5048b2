import http, { type IncomingHttpHeaders } from "node:http";
import https from "node:https";

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A browser as far as the server can tell: keeps cookies, follows nothing, accepts self-signed certificates. */
export function visitor(url: string, headers: Record<string, string> = {}) {
  const cookies = new Map<string, string>();

  async function ask(method: string, path: string): Promise<Answer> {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const sent = { ...headers, ...(cookie && { cookie }) };
    const answer = await send(method, new URL(path, url), sent);
    for (const line of answer.headers["set-cookie"] ?? []) keep(line);
    return answer;
  }

  function keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/Expires=Thu, 01 Jan 1970/.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }

  return {
    cookies,
    get: (path: string) => ask("GET", path),
    post: (path: string) => ask("POST", path),
  };
}

function send(
  method: string,
  url: URL,
  headers: Record<string, string>,
): Promise<Answer> {
  const { request } = url.protocol === "https:" ? https : http;
  const options = { method, headers, agent: false, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const asked = request(url, options, async (response) => {
      const chunks = await response.toArray();
      const text = Buffer.concat(chunks as Buffer[]).toString();
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text,
      });
    });
    asked.once("error", reject).end();
  });
}

/** What a visitor sees who comes, agrees where that is asked for, comes again and is forgotten. */
export async function visitAll(
  url: string,
  { privacy }: { privacy: string },
  headers: Record<string, string> = {},
) {
  const { cookies, get, post } = visitor(url, headers);
  const counter = async () => {
    const { text } = await get("/");
    return /Welcome! This is your first visit\.|Number of views: \d+/.exec(
      text,
    )?.[0];
  };
  const seen = [(await get("/readyz")).status, await counter(), cookies.size];
  if (privacy === "gdpr") {
    seen.push((await post("/consent")).status, await counter(), cookies.size);
  }
  seen.push(await counter(), await counter(), (await post("/reset")).status);
  return [...seen, cookies.size, await counter()];
}

const welcome = "Welcome! This is your first visit.";
const counted = ["Number of views: 2", "Number of views: 3", 303, 0, welcome];

/** What `visitAll` gives where everything works. */
export function allVisits({ privacy }: { privacy: string }) {
  const first = [200, welcome];
  return privacy === "gdpr"
    ? [...first, 0, 303, welcome, 1, ...counted]
    : [...first, 1, ...counted];
}
