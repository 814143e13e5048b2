import { readFileSync } from "node:fs";
import type { Settings } from "../types/session.js";

const appName = "my-app";
const placeholder =
  /change.?(me|this|it)|replace|placeholder|example|your.?secret|secret.?key|password|keyboard.?cat|(.)\2{7}/i;
const time = /^\d*\.?\d+[smhd]$/;
const seconds: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const proxies = /^(\d+|((loopback|\w+local|[\da-f.:/]+)(, ?|$))+)$/i;

// Each variable with its default, what it may be, and how to say that.
const rules: [string, string, RegExp, string][] = [
  ["ENVIRONMENT", "dev-http", /^(dev-http|prod-https)$/, "dev-http or prod-https"],
  ["HTTPS", "proxy", /^(proxy|direct)$/, "proxy or direct"],
  ["PORT", "3000", /^\d{1,5}$/, "a number from 1 to 65535"],
  ["SESSION_SECRET", "", /^[^,]{32,}(,[^,]{32,})*$/, "a random text of 32 characters or more"],
  ["SESSION_IDLE", "30m", time, "a number with s, m, h or d"],
  ["SESSION_LIFETIME", "8h", time, "a number with s, m, h or d"],
  ["STORE_TIMEOUT", "1s", time, "a number with s, m, h or d"],
  ["TRUST_PROXY", "1", proxies, "the number of proxies in front, or their addresses"],
];

/** Reads the environment once, with a sentence for everything that is wrong in it. */
export function readSettings(env: NodeJS.ProcessEnv, onLaptop = false) {
  const problems: string[] = [];
  const value: Record<string, string> = {};
  for (const [name, standard, allowed, rule] of rules) {
    value[name] = env[name]?.trim() || standard;
    if (!allowed.test(value[name])) problems.push(`${name} must be ${rule}.`);
  }
  if (Number(value.PORT) > 65_535) problems.push("PORT must be at most 65535.");
  if (placeholder.test(value.SESSION_SECRET)) {
    problems.push("SESSION_SECRET must be random; this is a placeholder that anybody can guess.");
  }
  let secure = value.ENVIRONMENT === "prod-https";
  const direct = secure && value.HTTPS === "direct";
  if (onLaptop && secure && !direct) {
    console.log("Running as dev-http, because no proxy ends TLS on this computer.");
    secure = false;
  }
  const settings: Settings = {
    // Behind a proxy on this machine, nobody else needs to reach the app.
    host: env.HOST || (direct ? "::" : "127.0.0.1"),
    port: Number(value.PORT),
    secure,
    secrets: value.SESSION_SECRET.split(","),
    // A browser keeps a __Host- cookie only with Secure, Path=/ and no Domain, so no other host
    // can plant one. The name is the app's own, because cookies ignore ports: two apps on
    // localhost would log each other out.
    cookieName: secure ? `__Host-${appName}` : `${appName}.sid`,
    idle: milliseconds(value.SESSION_IDLE),
    lifetime: milliseconds(value.SESSION_LIFETIME),
    storeTimeout: milliseconds(value.STORE_TIMEOUT),
    trustProxy: secure && !direct ? numberOrText(value.TRUST_PROXY) : 0,
    tls: direct ? { key: pem("TLS_KEY_FILE"), cert: pem("TLS_CERT_FILE") } : undefined,
  };
  return { settings, problems };

  function pem(name: string): Buffer | undefined {
    try {
      return readFileSync(env[name] ?? "");
    } catch {
      problems.push(`${name} must be a readable PEM file, because HTTPS is direct.`);
    }
  }
}

const milliseconds = (text: string) => parseFloat(text) * seconds[text.slice(-1)] * 1_000;
const numberOrText = (text: string) => (/^\d+$/.test(text) ? Number(text) : text);
