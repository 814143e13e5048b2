import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";

const appName = "my-app";
const placeholder =
  /change.?(me|this|it)|replace|placeholder|example|your.?secret|secret.?key|password|keyboard.?cat|[<>]|1234567890|(.)\2{7}/i;
const secrets = /^[^,]{32,}(,[^,]{32,})*$/;
const time = /^(?=.*[1-9])\d*\.?\d+[smhd]$/;
const seconds = { s: 1, m: 60, h: 3_600, d: 86_400 };
const milliseconds = (text) => parseFloat(text) * seconds[text.slice(-1)] * 1_000;

// Each variable with its default, what it may be, and how to say that.
const rules = [
  ["ENVIRONMENT", "dev-http", /^(dev-http|prod-https)$/, "dev-http or prod-https"],
  ["HTTPS", "proxy", /^(proxy|direct)$/, "proxy or direct"],
  ["PORT", "3000", /^\d{1,5}$/, "a number from 1 to 65535"],
  ["SESSION_SECRET", "", secrets, "a random text of 32 characters or more"],
  ["SESSION_IDLE", "30m", time, "a number with s, m, h or d"],
  ["SESSION_LIFETIME", "8h", time, "a number with s, m, h or d"],
  ["STORE_TIMEOUT", "1s", time, "a number with s, m, h or d"],
  ["TRUST_PROXY", "1", /^\d{1,2}$/, "the number of proxies in front"],
];

/** Reads the environment once, with a sentence for everything that is wrong in it. */
export function readSettings(env, onLaptop = false) {
  const problems = [];
  const value = {};
  for (const [name, standard, allowed, rule] of rules) {
    value[name] = env[name]?.trim() || standard;
    if (!allowed.test(value[name])) problems.push(`${name} must be ${rule}.`);
  }
  if (Number(value.PORT) > 65_535) problems.push("PORT must be at most 65535.");
  if (secrets.test(value.SESSION_SECRET) && placeholder.test(value.SESSION_SECRET)) {
    problems.push("SESSION_SECRET must be random; this is a placeholder that anybody can guess.");
  }
  let secure = value.ENVIRONMENT === "prod-https";
  const direct = secure && value.HTTPS === "direct";
  if (onLaptop && secure && !direct) {
    console.log("Running as dev-http, because no proxy ends TLS on this computer.");
    secure = false;
  }
  const settings = {
    // Behind a proxy on this machine, nobody else needs to reach the app.
    host: env.HOST || (direct ? undefined : "127.0.0.1"),
    port: Number(value.PORT),
    secure,
    secrets: value.SESSION_SECRET.split(/\s*,\s*/),
    // No other host can plant a __Host- cookie: it needs Secure, Path=/ and no Domain. The name is
    // the app's own: cookies ignore ports, so two apps on localhost would log each other out.
    cookieName: secure ? `__Host-${appName}` : `${appName}.sid`,
    idle: milliseconds(value.SESSION_IDLE),
    lifetime: milliseconds(value.SESSION_LIFETIME),
    storeTimeout: milliseconds(value.STORE_TIMEOUT),
    trustProxy: secure && !direct ? Number(value.TRUST_PROXY) : 0,
    tls: direct ? certificate() : undefined,
  };
  return { settings, problems };

  function certificate() {
    try {
      const [key, cert] = [env.TLS_KEY_FILE, env.TLS_CERT_FILE].map((file) => readFileSync(file));
      createSecureContext({ key, cert }); // throws unless they belong together
      return { key, cert };
    } catch (error) {
      problems.push(`TLS_KEY_FILE and TLS_CERT_FILE cannot be used: ${error.message}.`);
    }
  }
}
