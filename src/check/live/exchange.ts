/** A cookie as a response sets it, with the attributes that browsers obey. */
export interface SetCookie {
  name: string;
  /** As it stands in the header, not decoded. */
  value: string;
  secure: boolean;
  httpOnly: boolean;
  /** In lower case. */
  sameSite?: string;
  path?: string;
  domain?: string;
  expires?: Date;
}

/** One request and what came back. */
export interface Exchange {
  method: string;
  url: URL;
  status: number;
  /** By name in lower case; several of one name are joined, but for Set-Cookie, which is in `cookies`. */
  headers: Readonly<Record<string, string>>;
  cookies: readonly SetCookie[];
  /** The first megabyte, as text. */
  body: string;
  /** When the request went and the head of the response came, in milliseconds since 1970. */
  sentAt: number;
  at: number;
  /** Why the certificate would not convince a browser. */
  distrust?: string;
}

export interface Request {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** What it is to find out, in a few words for the user. */
  purpose: string;
}

/** Sends one request. Throws a UserError when nothing answers. */
export interface Send {
  (request: Request): Promise<Exchange>;
  /** How many more requests may be sent. */
  remaining: () => number;
}

/** Reads a Set-Cookie header as browsers do (RFC 6265bis, 5.6); without a name it is none. */
export function parseSetCookie(line: string): SetCookie | undefined {
  const [pair = "", ...attributes] = line.split(";");
  const cut = pair.indexOf("=");
  if (cut < 1) return undefined;
  const cookie: SetCookie = {
    name: pair.slice(0, cut).trim(),
    value: pair.slice(cut + 1).trim(),
    secure: false,
    httpOnly: false,
  };
  for (const attribute of attributes) {
    const [name = "", ...rest] = attribute.split("=");
    setAttribute(cookie, name.trim().toLowerCase(), rest.join("=").trim());
  }
  return cookie;
}

function setAttribute(cookie: SetCookie, name: string, value: string): void {
  if (name === "secure") cookie.secure = true;
  if (name === "httponly") cookie.httpOnly = true;
  if (name === "samesite") cookie.sameSite = value.toLowerCase();
  if (name === "path") cookie.path = value;
  if (name === "domain") cookie.domain = value.replace(/^\./, "").toLowerCase();
  if (name === "expires" && !Number.isNaN(Date.parse(value)))
    cookie.expires ??= new Date(value);
  // Whichever comes first in the line, Max-Age wins.
  if (name === "max-age" && /^-?\d{1,10}$/.test(value))
    cookie.expires = new Date(Date.now() + Number(value) * 1000);
}

/** Where a redirect leads; undefined for other responses. */
export function redirectOf({ status, headers, url }: Exchange) {
  const { location } = headers;
  return status >= 300 &&
    status < 400 &&
    location &&
    URL.canParse(location, url.href)
    ? new URL(location, url)
    : undefined;
}

export function isHtml({ headers }: Exchange): boolean {
  return /\bhtml\b/.test(headers["content-type"] ?? "");
}
