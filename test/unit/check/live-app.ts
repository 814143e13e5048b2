import { createHmac } from "node:crypto";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import express, {
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import session, {
  type CookieOptions,
  type SessionOptions,
} from "express-session";
import { afterAll } from "vitest";
import { selfSignedCertificate } from "../../../src/certificate.ts";
import {
  checkUrl,
  type LiveOptions,
} from "../../../src/check/live/check-url.ts";

/** What differs from a sound app. */
export interface Change {
  session?: Partial<SessionOptions>;
  cookie?: CookieOptions;
  trustProxy?: boolean;
  /** Before everything else. */
  first?: RequestHandler;
  /** Before session(). */
  before?: RequestHandler;
  /** Between session() and the routes. */
  after?: RequestHandler;
  /** In place of session(). */
  sessions?: RequestHandler;
  home?: RequestHandler;
  login?: RequestHandler;
  logout?: RequestHandler;
  loginForm?: RequestHandler;
}

export type Visitor = { views?: number; user?: string };
export const dataOf = (req: Request) => req.session as unknown as Visitor;

/** An Express app that does with sessions what it should, but for the change. */
export function sessionApp(change: Change = {}): Express {
  const app = express();
  app.disable("x-powered-by");
  if (change.trustProxy) app.set("trust proxy", true);
  app.use(change.first ?? pass);
  app.use(express.urlencoded());
  app.get("/style.css", (_req, res) => void res.type("css").send("p {}"));
  app.get("/health", (_req, res) => void res.json({ ok: true }));
  app.use(change.before ?? pass);
  app.use(change.sessions ?? session(optionsOf(change)));
  app.use(change.after ?? pass);
  app.get("/", change.home ?? home);
  app.get("/login", change.loginForm ?? showForm);
  app.post("/login", change.login ?? login);
  app.post("/logout", change.logout ?? logout);
  return app;
}

const secretOfDemo = "2f6f1c1d0a9b4c7e8d3f5a6b7c8d9e0f";

export function optionsOf({ session: options, cookie }: Change) {
  return {
    name: "demo.sid",
    secret: secretOfDemo,
    resave: false,
    saveUninitialized: false,
    ...options,
    cookie: { sameSite: "lax", ...cookie },
  } satisfies SessionOptions;
}

const pass: RequestHandler = (_req, _res, next) => next();
const loginForm = `<form method="post"><input name="user"><input name="password" type="password"></form>`;

const showForm: RequestHandler = (_req, res) => void res.send(loginForm);

/** Whether the fields of a login are right; answers where they are not. */
function isGranted(req: Request, res: Response): boolean {
  const { user, password } = (req.body ?? {}) as Record<string, string>;
  if (user === "ada" && password === "lovelace") return true;
  res.status(401).send(loginForm);
  return false;
}

const home: RequestHandler = (req, res) => {
  const data = dataOf(req);
  data.views = (data.views ?? 0) + 1;
  const user = data.user ?? "stranger";
  res.send(`<link href="/style.css"><p>Hello, ${user}: ${data.views}</p>`);
};

const login: RequestHandler = (req, res, next) => {
  if (!isGranted(req, res)) return;
  req.session.regenerate((error) => {
    if (error) return next(error);
    dataOf(req).user = "ada";
    res.redirect("/");
  });
};

const logout: RequestHandler = (req, res, next) => {
  req.session.destroy((error) => (error ? next(error) : res.redirect("/")));
};

const servers: http.Server[] = [];

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** Lets an app listen on this computer until the file's tests are over; gives its address. */
export function serve(
  app: http.RequestListener,
  protocol: "http" | "https" = "http",
): Promise<string> {
  const server =
    protocol === "http" ? http.createServer(app) : secureServer(app);
  servers.push(server);
  return listen(server, protocol);
}

/** A proxy that speaks HTTPS, and HTTP with the app behind it, and says so. */
export function serveBehindProxy(app: http.RequestListener): Promise<string> {
  const inner = http.createServer(app);
  servers.push(inner);
  const outer: http.RequestListener = (req, res) => {
    const { port } = inner.address() as AddressInfo;
    const headers = { ...req.headers, "x-forwarded-proto": "https" };
    const options = { port, method: req.method, path: req.url, headers };
    const passed = http.request(options, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    req.pipe(passed);
  };
  return new Promise((resolve) => {
    inner.listen(0, "127.0.0.1", () => resolve(serve(outer, "https")));
  });
}

function listen(server: http.Server, protocol: string): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve(`${protocol}://localhost:${port}`);
    });
  });
}

function secureServer(app: http.RequestListener): https.Server {
  const { key, certificate } = selfSignedCertificate();
  return https.createServer({ key, cert: certificate }, app);
}

/** Refuses what another site sends, whatever the cookie. */
export const refuseCrossSite: RequestHandler = (req, res, next) =>
  req.get("Sec-Fetch-Site") === "cross-site"
    ? void res.sendStatus(403)
    : next();

/** A cookie that goes to other sites' forms; it needs HTTPS. */
export const crossSite: Change = {
  trustProxy: true,
  cookie: { sameSite: "none", secure: true },
};

export const lazyHome: RequestHandler = (req, res) =>
  void res.send(`Hello, ${dataOf(req).user ?? "stranger"}`);

export const loginWithoutRegenerate: RequestHandler = (req, res) => {
  if (!isGranted(req, res)) return;
  dataOf(req).user = "ada";
  res.redirect("/");
};

/** Signs whatever id comes in a cookie, as a migration from unsigned cookies might. */
export const signEveryId: RequestHandler = (req, _res, next) => {
  const [, id] = /demo\.sid=s%3A([\w-]+)/.exec(req.headers.cookie ?? "") ?? [];
  const hmac = createHmac("sha256", secretOfDemo)
    .update(id ?? "")
    .digest("base64");
  const signature = encodeURIComponent(hmac.replace(/=+$/, ""));
  if (id) req.headers.cookie = `demo.sid=s%3A${id}.${signature}`;
  next();
};

/** Logs in and out as the sound app has it. */
export const everything: LiveOptions = {
  loginUrl: "/login",
  form: { user: "ada", password: "lovelace" },
  logoutUrl: "/logout",
};

/** Checks a running app; gives the rules, and what else was told. */
export async function asked(url: string, options = everything) {
  const sent: string[] = [];
  const notes: string[] = [];
  const { findings, unreadable } = await checkUrl(url, {
    ...options,
    onRequest: ({ method, purpose }) => sent.push(`${method} ${purpose}`),
    onNote: (note) => notes.push(note),
  });
  if (sent.length > 16) throw new Error(`too many requests: ${sent.join()}`);
  const rules = findings.map(({ rule }) => rule);
  return { rules, findings, unreadable, sent, notes: notes.join("\n") };
}
