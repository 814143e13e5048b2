import { randomUUID } from "node:crypto";
import { type RequestHandler } from "express";
import session, { MemoryStore } from "express-session";
import { describe, test } from "vitest";
import {
  asked,
  type Change,
  crossSite,
  dataOf,
  lazyHome,
  loginWithoutRegenerate,
  optionsOf,
  refuseCrossSite,
  serve,
  sessionApp,
  signEveryId,
  everything,
} from "./live-app.ts";

async function rulesOf(
  change: Change,
  options = everything,
  protocol?: "http" | "https",
) {
  return asked(await serve(sessionApp(change), protocol), options);
}

describe("a sound app gives no finding", () => {
  const sound: [string, Change, ("http" | "https")?][] = [
    ["on this computer by HTTP", {}],
    ["by HTTPS", { cookie: { secure: true } }, "https"],
    [
      "behind a proxy with HTTPS",
      { trustProxy: true, cookie: { secure: true } },
    ],
    ["with secure: 'auto'", { trustProxy: true, cookie: { secure: "auto" } }],
    ["with sessions after the login alone", { home: lazyHome }],
    [
      "with such sessions behind a proxy",
      { home: lazyHome, trustProxy: true, cookie: { secure: true } },
    ],
    [
      "with a sliding expiry",
      { session: { rolling: true }, cookie: { maxAge: 60_000 } },
    ],
    [
      "with the prefix",
      { session: { name: "__Host-demo" }, cookie: { secure: true } },
      "https",
    ],
    ["with ids of its own", { session: { genid: () => randomUUID() } }],
    ["with a strict cookie", { cookie: { sameSite: "strict" } }],
  ];

  test.concurrent.for(sound)(
    "%s",
    async ([_title, change, protocol], { expect }) => {
      const { rules, unreadable } = await rulesOf(change, everything, protocol);
      expect({ rules, unreadable }).toEqual({ rules: [], unreadable: [] });
    },
  );

  test.concurrent.for(sound)(
    "%s, asked for nothing but the page",
    async ([_title, change, protocol], { expect }) => {
      const { rules, unreadable } = await rulesOf(change, {}, protocol);
      expect({ rules, unreadable }).toEqual({ rules: [], unreadable: [] });
    },
  );
});

/** A session() of its own for one path. */
function sessionFor(path: string): RequestHandler {
  const sessions = session(optionsOf({ session: { saveUninitialized: true } }));
  return (req, res, next) =>
    req.path === path ? sessions(req, res, next) : next();
}

let counter = 0;

const adoptId = (req: { headers: { cookie?: string } }) =>
  /demo\.sid=s%3A([\w-]+)/.exec(req.headers.cookie ?? "")?.[1] ?? randomUUID();

type Broken = [
  rule: string,
  title: string,
  change: Change,
  protocol?: "http" | "https",
];

const broken: Broken[] = [
  ["cookie-insecure", "no Secure with HTTPS", {}, "https"],
  ["cookie-httponly-false", "no HttpOnly", { cookie: { httpOnly: false } }],
  [
    "cookie-samesite-missing",
    "no SameSite",
    { cookie: { sameSite: undefined }, after: refuseCrossSite },
  ],
  [
    "cookie-samesite-none-insecure",
    "SameSite=None without Secure",
    { cookie: { sameSite: "none" }, after: refuseCrossSite },
  ],
  ["default-name", "no name", { session: { name: undefined } }],
  [
    "save-uninitialized",
    "a session for everybody",
    { session: { saveUninitialized: true }, home: lazyHome },
  ],
  [
    "save-uninitialized",
    "a session for everybody, where every path has a page",
    {
      session: { saveUninitialized: true },
      after: (req, res, next) =>
        req.method === "OPTIONS" || /no-such/.test(req.path)
          ? void res.send("<p>the app</p>")
          : next(),
    },
  ],
  [
    "session-fixation",
    "one id before and after",
    { login: loginWithoutRegenerate },
  ],
  [
    "session-fixation",
    "one id at a second login",
    { home: lazyHome, login: loginWithoutRegenerate },
  ],
  [
    "logout-without-destroy",
    "a logout that forgets the user alone",
    {
      logout: (req, res) => {
        dataOf(req).user = undefined;
        res.redirect("/");
      },
    },
  ],
  [
    "logout-without-destroy",
    "a logout that clears the cookie alone",
    {
      home: lazyHome,
      logout: (req, res) => {
        delete (req as { session?: unknown }).session;
        res.clearCookie("demo.sid").redirect("/");
      },
    },
  ],
  ["csrf-missing", "a cookie for all sites", crossSite],
  [
    "cookie-secure-without-https",
    "Secure by HTTP",
    { cookie: { secure: true } },
  ],
  [
    "cookie-secure-without-https",
    "a proxy that says HTTPS for HTTP",
    {
      trustProxy: true,
      cookie: { secure: true },
      before: (req, _res, next) => {
        req.headers["x-forwarded-proto"] = "https";
        next();
      },
    },
  ],
  [
    "session-before-static",
    "a file with a session",
    { first: sessionFor("/style.css") },
  ],
  [
    "session-before-health",
    "a probe with a session",
    { first: sessionFor("/health") },
  ],
  [
    "secret-hardcoded",
    "the README's secret",
    { session: { secret: "keyboard cat" } },
  ],
  [
    "cookie-expires-static",
    "a date of the start",
    { cookie: { expires: new Date(Date.now() + 3_600_000) } },
  ],
  [
    "cookie-expires-static",
    "a date long ago",
    { cookie: { expires: new Date(0) } },
  ],
  ["maxage-suspicious", "an hour in seconds", { cookie: { maxAge: 3600 } }],
  ["maxage-suspicious", "a day in seconds", { cookie: { maxAge: 86_400 } }],
  [
    "maxage-suspicious",
    "a date in place of a time",
    { cookie: { maxAge: Date.now() + 3_600_000 } },
  ],
  [
    "session-not-kept",
    "a store for each request",
    { sessions: (req, res, next) => session(optionsOf({}))(req, res, next) },
  ],
  [
    "session-not-kept",
    "a store that loses all",
    {
      session: {
        store: Object.assign(new MemoryStore(), {
          set: (_id: string, _data: unknown, done?: () => void) => done?.(),
        }),
      },
    },
  ],
  [
    "shared-session-id",
    "one id for all",
    { session: { genid: () => "a".repeat(32) } },
  ],
  [
    "weak-session-id",
    "a counter",
    { session: { genid: () => `session-of-this-demo-app-${(counter += 1)}` } },
  ],
  [
    "weak-session-id",
    "the time",
    { session: { genid: () => `${process.hrtime.bigint()}` } },
  ],
  [
    "weak-session-id",
    "Math.random",
    { session: { genid: () => `${Math.random()}` } },
  ],
  [
    "forged-id-accepted",
    "the id of the request",
    { session: { genid: adoptId } },
  ],
  [
    "tampered-signature-accepted",
    "every id is signed",
    { before: signEveryId },
  ],
  [
    "malformed-cookie-error",
    "cookies decoded by hand",
    {
      before: (req, _res, next) => {
        decodeURIComponent(req.headers.cookie ?? "");
        next();
      },
    },
  ],
  [
    "malformed-cookie-error",
    "a connection that ends",
    {
      before: (req, res, next) =>
        /broken=/.test(req.headers.cookie ?? "") ? void res.destroy() : next(),
    },
  ],
  [
    "cached-set-cookie",
    "a page for caches",
    {
      after: (_req, res, next) => {
        res.set("Cache-Control", "public, max-age=600");
        next();
      },
    },
  ],
  ["cookie-prefix", "__Host- by HTTP", { session: { name: "__Host-demo" } }],
  [
    "cookie-prefix",
    "__Host- with a path",
    {
      session: { name: "__Host-demo" },
      cookie: { secure: true, domain: "localhost" },
    },
    "https",
  ],
  ["cookie-domain", "another domain", { cookie: { domain: "shop.example" } }],
  [
    "cors-credentials",
    "an echo of the origin",
    {
      ...crossSite,
      before: (req, res, next) => {
        res.set("Access-Control-Allow-Origin", req.get("Origin") ?? "*");
        res.set("Access-Control-Allow-Credentials", "true");
        refuseCrossSite(req, res, next);
      },
    },
  ],
];

describe("a broken app gives exactly its finding", () => {
  test.concurrent.for(broken)(
    "%s: %s",
    async ([rule, _title, change, protocol], { expect }) => {
      const { rules, findings } = await rulesOf(change, everything, protocol);
      expect(rules).toEqual([rule]);
      expect(findings[0]).toMatchObject({ line: 0, column: 0 });
      expect(findings[0]?.file).toMatch(/^https?:\/\/localhost:\d+\//);
    },
  );
});
