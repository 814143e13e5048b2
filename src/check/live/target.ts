import { BlockList, isIP } from "node:net";
import { usageError } from "../../errors.ts";

/** What to check; all on one origin. */
export interface Target {
  page: URL;
  login?: URL;
  form: Readonly<Record<string, string>>;
  logout?: URL;
}

interface Addresses {
  loginUrl?: string;
  form?: Readonly<Record<string, string>>;
  logoutUrl?: string;
}

/** Reads the addresses that the user gave; the login's and the logout's may be paths. Throws a usage error for wrong ones. */
export function readTarget(
  url: string,
  { loginUrl, form = {}, logoutUrl }: Addresses,
): Target {
  const page = readUrl(url);
  if (!loginUrl && Object.keys(form).length > 0)
    throw usageError(
      "form-without-login",
      "--form needs --login-url.",
      "Say where the form is sent: --login-url /login.",
    );
  return {
    page,
    form,
    login: loginUrl ? sibling(loginUrl, page, "--login-url") : undefined,
    logout: logoutUrl ? sibling(logoutUrl, page, "--logout-url") : undefined,
  };
}

/** Whether a URL leads to this computer: localhost, a name below it, 127.0.0.0/8 or ::1. False for what is no URL. */
export function isLocal(url: string | URL): boolean {
  if (!URL.canParse(String(url))) return false;
  const host = hostOf(new URL(url));
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  const version = isIP(host);
  return version > 0 && loopback.check(host, version === 4 ? "ipv4" : "ipv6");
}

/** The name or address without the brackets of IPv6 and the dot of a full name. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$|\.$/g, "");
}

/** How a URL is shown: without the password in it. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  shown.hash = "";
  return shown.href;
}

/** A URL of the same app with the user and the password that the page's has. */
export function withCredentials(url: URL, { username, password }: URL): URL {
  return Object.assign(new URL(url), { username, password });
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ["http:", "https:"].includes(url.protocol)) return url;
  throw usageError(
    "url-invalid",
    `"${text}" is not a URL that can be checked.`,
    "Give a URL with http:// or https://, such as http://localhost:3000.",
  );
}

function sibling(text: string, page: URL, flag: string): URL {
  const url = URL.canParse(text, page.href) ? new URL(text, page) : undefined;
  if (url?.origin !== page.origin)
    throw usageError(
      "url-elsewhere",
      `${flag} is not a page of ${page.origin}: "${text}".`,
      `Give a path, such as ${flag} /${flag.slice(2, -4)}.`,
    );
  return withCredentials(url, page);
}
