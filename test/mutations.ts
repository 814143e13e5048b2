import type { Answers } from "../src/options.ts";

/** A deliberate defect in a generated JavaScript app, and the test of that app that must notice it. */
interface Mutation {
  id: string;
  /** What the app has that is not the default. */
  options?: Partial<Answers>;
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
}

const proxy: Partial<Answers> = { environment: "prod-https", https: "proxy" };
const direct: Partial<Answers> = { environment: "prod-https", https: "direct" };
const gdpr: Partial<Answers> = { privacy: "gdpr" };
const memory: Partial<Answers> = { store: "memory" };

const trustedProxies = "secure && !direct ? Number(value.TRUST_PROXY) : 0";
const alwaysTrusted = "Number(value.TRUST_PROXY)";
const secretRule = "{32,}(,[^,]{32,})*$/";
const expiry = "Math.min(Date.now() + idle, createdAt + lifetime)";
const adoptedIds = `genid: (req) =>
  decodeURIComponent(req.headers.cookie ?? "").replace(/^.*?=(s:)?|\\..*$/g, "") || String(Math.random()).slice(2),`;
const sessionsFirst =
  "app.use(sessions(settings, store), securityHeaders(settings));";

const session = inFile("src/session.js");
const requests = inFile("src/session-requests.js");
const guard = inFile("src/guarded-store.js");
const app = inFile("src/app.js");
const visits = inFile("src/visits.js");
const settings = inFile("src/settings.js");
const server = inFile("src/server.js");
const security = inFile("src/security.js");
const store = inFile("src/session-store.js");
const consent = inFile("src/consent.js");

/** At least one for each id of the tests that generated apps bring. */
export const mutations: readonly Mutation[] = [
  session("COOKIE-1", "httpOnly: true,", "httpOnly: false,"),
  session("COOKIE-2", 'sameSite: "lax",', 'sameSite: "none",'),
  session("COOKIE-3", 'path: "/",', 'path: "/", domain: "localhost",'),
  session("COOKIE-3", 'path: "/",', 'path: "/session",'),
  session("COOKIE-4", 'path: "/",', 'path: "/", maxAge: 60_000,'),
  app("COOKIE-5", "app.use(securityHeaders(settings));", sessionsFirst),
  app("COOKIE-6", "app.use(securityHeaders(settings));", sessionsFirst),
  requests("COOKIE-7", "res.statusCode >= (isEmpty ? 300 : 400)", "false"),
  requests("COOKIE-8", 'req.method === "OPTIONS" || ', ""),
  session(
    "COOKIE-9",
    "if (req.headers.cookie?.includes(`${settings.cookieName}=`)) {",
    "{",
  ),
  requests("COOKIE-10", 'res.set("Cache-Control", "no-store");', ""),
  visits("COOKIE-11", "(req.session.views ?? 0) + 1", "1"),
  settings("COOKIE-12", "`${appName}.sid`", '"connect.sid"'),
  session("COOKIE-13", "secure: settings.secure,", "secure: true,"),
  settings("COOKIE-14", "`__Host-${appName}`", "appName", proxy),
  session("COOKIE-15", "secure: settings.secure,", "secure: false,", proxy),

  session(
    "TOKEN-1",
    "resave: false,",
    "resave: false, genid: () => String(Math.random()).slice(2),",
  ),
  session(
    "TOKEN-2",
    "resave: false,",
    'resave: false, genid: () => "a".repeat(32),',
  ),
  session("TOKEN-3", "resave: false,", adoptedIds),
  session("TOKEN-4", "resave: false,", adoptedIds),
  session("TOKEN-5", "resave: false,", adoptedIds),
  session("TOKEN-6", "resave: false,", adoptedIds),
  requests(
    "TOKEN-7",
    'req.headers.cookie?.split("; ") ?? []',
    'decodeURIComponent(req.headers.cookie ?? "").split("; ")',
  ),
  session(
    "TOKEN-8",
    "secret: settings.secrets,",
    "secret: settings.secrets[0],",
  ),
  session(
    "TOKEN-9",
    "takeTurns(settings.cookieName),",
    `(req, _res, next) => {
      const value = req.query[settings.cookieName];
      if (value) req.headers.cookie = \`\${settings.cookieName}=\${value}\`;
      next();
    },`,
  ),
  visits(
    "TOKEN-10",
    "req.session.views = (",
    'res.set("X-Session", req.sessionID); req.session.views = (',
  ),
  visits("TOKEN-11", "if (!settings.secure) {", "{", proxy),

  settings("SETTINGS-1", secretRule, "*$/"),
  server("SETTINGS-1", "process.exit(1);\nserve", "void 0;\nserve"),
  settings("SETTINGS-2", secretRule, "+$/"),
  settings(
    "SETTINGS-3",
    "if (secrets.test(value.SESSION_SECRET) && placeholder.test(value.SESSION_SECRET)) {",
    "if (false) {",
  ),
  settings("SETTINGS-4", "/^(dev-http|prod-https)$/", "/^/"),
  settings(
    "SETTINGS-5",
    '["SESSION_IDLE", "30m", time,',
    '["SESSION_IDLE", "30m", /^/,',
  ),
  settings(
    "SETTINGS-6",
    "if (!allowed.test(",
    "if (problems.length === 0 && !allowed.test(",
  ),
  store("SETTINGS-7", "return settings.secure", "return false", memory),
  settings(
    "SETTINGS-8",
    "problems.push(`TLS_KEY_FILE and",
    "void (`TLS_KEY_FILE and",
    direct,
  ),

  guard("TIME-1", expiry, "createdAt + lifetime"),
  guard("TIME-2", expiry, "Math.min(createdAt + idle, createdAt + lifetime)"),
  guard(
    "TIME-3",
    "const { cookie: _, createdAt = Date.now(), ...values } = session;",
    "const { cookie: _, createdAt: __, ...values } = session; const createdAt = Date.now();",
  ),
  store("TIME-4", "prune.run(Date.now())", "prune.run(0)"),
  store(
    "TIME-4",
    "if (expiresAt <= Date.now()) sessions.delete(key);",
    "",
    memory,
  ),

  session(
    "END-1",
    "await promisify(req.session.destroy.bind(req.session))();",
    "",
  ),
  session(
    "END-2",
    "res.clearCookie(settings.cookieName, cookieAttributes(settings));",
    "res.clearCookie(settings.cookieName);",
  ),
  visits("END-3", 'res.redirect(303, "/");', 'res.redirect("/");'),
  store(
    "END-4",
    "UPDATE sessions SET data = ?, expiresAt = ? WHERE key = ?",
    "INSERT OR REPLACE INTO sessions (data, expiresAt, key) VALUES (?, ?, ?)",
  ),
  store(
    "END-4",
    "if (sessions.has(key)) sessions.set(",
    "sessions.set(",
    memory,
  ),
  guard(
    "END-5",
    "table.remove(keyOf(id))))(callback);",
    "table.remove(keyOf(id))))(() => callback());",
  ),

  security("CSRF-1", '["same-origin",', '["cross-site", "same-origin",'),
  security("CSRF-2", '["same-origin",', '["same-site", "same-origin",'),
  security("CSRF-3", '?? req.get("Origin") ', ""),
  security("CSRF-4", '["same-origin",', '["null", "same-origin",'),
  security("CSRF-5", '["same-origin",', "["),
  security("CSRF-6", ", `${req.protocol}://${req.host}`]", "]"),
  security("CSRF-7", '"none", `', "`"),
  app("CSRF-8", "app.use(refuseCrossSite);", ""),
  visits("CSRF-9", 'router.post("/reset"', 'router.all("/reset"'),

  security("HEADERS-1", "object-src 'none'; ", ""),
  security("HEADERS-1", "base-uri 'none'", "base-uri 'self'"),
  security("HEADERS-1", "frame-ancestors 'none'", "frame-ancestors 'self'"),
  security("HEADERS-2", '"nosniff"', '""'),
  security(
    "HEADERS-3",
    '["Referrer-Policy", "same-origin"]',
    '["Referrer-Policy", "no-referrer"]',
  ),
  security(
    "HEADERS-4",
    '["Cross-Origin-Opener-Policy", "same-origin"]',
    '["Cross-Origin-Opener-Policy", "unsafe-none"]',
  ),
  app(
    "HEADERS-5",
    "app.use(securityHeaders(settings));",
    'app.get("/", securityHeaders(settings));',
  ),
  app("HEADERS-6", '.disable("x-powered-by")', ""),
  security("HEADERS-7", "if (settings.secure) headers.set(", "headers.set("),
  security("HEADERS-8", "max-age=31536000", "max-age=3600", proxy),

  settings("TLS-1", trustedProxies, alwaysTrusted),
  settings("TLS-2", trustedProxies, "0", proxy),
  settings("TLS-3", trustedProxies, "true", proxy),
  session("TLS-4", "secure: settings.secure,", "secure: false,", proxy),
  requests(
    "TLS-5",
    "if (warnings++ === 0) console.warn(",
    "console.warn(",
    proxy,
  ),
  requests("TLS-5", "if (warnings++ === 0) console.warn(", "void (", proxy),
  server("TLS-6", "{ ...tls, minVersion", "{ minVersion", direct),
  server(
    "TLS-7",
    'minVersion: "TLSv1.2"',
    'minVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0"',
    direct,
  ),
  server("TLS-8", "const server = tls", "const server = tls && false", direct),
  settings("TLS-9", trustedProxies, alwaysTrusted, direct),

  guard(
    "OPS-1",
    '(new Error("no answer in time")), storeTimeout)',
    '(new Error("no answer in time")), storeTimeout + 1_000)',
  ),
  guard("OPS-2", "{ status: 503 }", "{}"),
  app("OPS-2", 'res.set("Retry-After", "2")', 'res.set("Retry-After", "")'),
  app("OPS-3", "app.use(securityHeaders(settings));", sessionsFirst),
  app("OPS-4", "await store.ping();", ""),
  guard("OPS-5", "if (begin < failedAt + pause)", "if (failedAt > 0)"),
  requests("OPS-6", "if (!error) return answer();", "return answer();"),
  requests("OPS-7", "if (!error) return answer();", "return answer();"),
  session("OPS-8", "takeTurns(settings.cookieName),", ""),
  app(
    "OPS-9",
    'res.status(status).render("error", { status });',
    "res.status(status).send(error.stack);",
  ),
  guard("OPS-10", 'hash("sha256", id, "base64url")', "id"),
  visits(
    "OPS-11",
    "req.session.views = (",
    "console.log(req.sessionID); req.session.views = (",
  ),
  server(
    "OPS-12",
    "setTimeout(() => server.closeAllConnections(), LONGEST_GOODBYE).unref();",
    "server.closeAllConnections();",
  ),
  server("OPS-13", "app.locals.isClosing = true;", ""),
  server(
    "OPS-14",
    'for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, close);',
    "",
  ),
  server("OPS-18", "unanswered || server.closeAllConnections()", "unanswered"),
  store(
    "OPS-15",
    "new Database(file());\n  db.exec(`",
    'new Database(":memory:");\n  db.exec(`',
  ),
  store(
    "OPS-16",
    "CREATE TABLE IF NOT EXISTS sessions",
    "DROP TABLE IF EXISTS sessions; CREATE TABLE sessions",
  ),
  store(
    "OPS-17",
    "if (sessions.size >= MOST_SESSIONS) makeRoom();",
    "",
    memory,
  ),

  visits(
    "PRIV-1",
    "if (!req.session.consentedAt) {",
    "req.session.seen = true; if (!req.session.consentedAt) {",
    gdpr,
  ),
  requests("PRIV-2", "if (isEmpty) return false;", "", gdpr),
  visits(
    "PRIV-3",
    'res.render("before-consent"',
    'res.status(403).render("before-consent"',
    gdpr,
  ),
  consent("PRIV-4", "req.session.consentedAt = Date.now();", "", gdpr),
  inFile("views/before-consent.ejs")(
    "PRIV-5",
    'action="/consent/refuse"',
    'action="/privacy"',
    gdpr,
  ),
  consent(
    "PRIV-6",
    '"/consent/withdraw", async (req, res) => {\n    await endSession(req, res, settings);',
    '"/consent/withdraw", async (req, res) => {',
    gdpr,
  ),
  consent("PRIV-7", "name: cookieName,", 'name: "session",', gdpr),
];

function inFile(file: string) {
  return (
    id: string,
    find: string,
    replace: string,
    options: Partial<Answers> = {},
  ): Mutation => ({ id, options, file, find, replace });
}
