import { randomUUID } from "node:crypto";
import express, { type RequestHandler } from "express";
import { describe, expect, test } from "vitest";
import {
  asked,
  type Change,
  crossSite,
  dataOf,
  everything,
  lazyHome,
  loginWithoutRegenerate,
  serve,
  serveBehindProxy,
  sessionApp,
  signEveryId,
} from "./live-app.ts";

const askedOf = async (change: Change, options = everything) =>
  asked(await serve(sessionApp(change)), options);

describe("login", () => {
  test("is sent as JSON where a form is not taken", async () => {
    const { rules, unreadable, sent } = await askedOf({
      first: express.json(),
      login: (req, res, next) =>
        req.is("json")
          ? loginWithoutRegenerate(req, res, next)
          : void res.sendStatus(415),
      loginForm: (_req, res) => void res.sendStatus(404),
    });
    expect({ rules, unreadable }).toEqual({
      rules: ["session-fixation"],
      unreadable: [],
    });
    expect(sent).toContain("POST the login as JSON");
  });

  test("sends the hidden fields of its form back, so tokens are right", async () => {
    const { rules, unreadable } = await askedOf({
      ...crossSite,
      ...withTokens,
    });
    expect({ rules, unreadable }).toEqual({ rules: [], unreadable: [] });
  });

  test.each<[string, RequestHandler, string]>([
    ["a status", (_req, res) => void res.sendStatus(403), "403"],
    [
      "a redirect back",
      (_req, res) => res.redirect("/login?again=1"),
      "/login",
    ],
    [
      "a redirect to an error",
      (_req, res) => res.redirect("/?error=1"),
      "error",
    ],
    [
      "the form again",
      (_req, res) => void res.send('<input type="password" name="p">'),
      "password",
    ],
    ["JSON", (_req, res) => void res.json({ success: false }), "JSON"],
  ])("that is refused by %s is named", async (_title, login, reason) => {
    const { rules, unreadable } = await askedOf({ login });
    expect(rules).toEqual([]);
    expect(unreadable).toEqual([
      {
        file: expect.stringMatching(/\/login$/),
        line: 0,
        message: expect.stringContaining(reason),
      },
    ]);
  });

  test("without fields begins a session and is no login", async () => {
    const { rules } = await askedOf(
      {
        login: (req, res) => {
          dataOf(req).user = "anybody";
          res.redirect("/");
        },
      },
      { loginUrl: "/login" },
    );
    expect(rules).toEqual([]);
  });

  test("that sends away who is logged in cannot show a fixed id", async () => {
    const { rules } = await askedOf({
      home: lazyHome,
      login: loginWithoutRegenerate,
      loginForm: (req, res) =>
        dataOf(req).user ? res.redirect("/") : void res.send("<form>"),
    });
    expect(rules).toEqual([]);
  });

  test("with a token in place of a cookie is none of ours", async () => {
    const { rules, notes } = await askedOf({
      home: lazyHome,
      login: (_req, res) => void res.json({ token: "a.b.c" }),
    });
    expect(rules).toEqual([]);
    expect(notes).toContain("No cookie was set on this page");
  });

  test("is not sent unless it is asked for", async () => {
    const { sent } = await askedOf({}, {});
    expect(sent.filter((text) => !text.startsWith("GET"))).toEqual([]);
  });
});

/** CSRF tokens in the session, checked by hand. */
const withTokens: Change = {
  after: (req, res, next) => {
    if (!["/", "/login", "/logout"].includes(req.path)) return next();
    const data = req.session as unknown as { token?: string };
    data.token ??= randomUUID();
    const { _csrf } = (req.body ?? {}) as { _csrf?: string };
    if (req.method === "GET" || _csrf === data.token) return next();
    res.status(403).send("no token");
  },
  home: (req, res) => void res.send(`hello${tokenField(req.session)}`),
  loginForm: (req, res) => void res.send(tokenField(req.session)),
};

const tokenField = (session: unknown) =>
  `<form><input type="hidden" name="_csrf" value="${(session as { token: string }).token}"></form>`;

describe("a page that sends strangers to the login", () => {
  const guarded: Change = {
    home: (req, res) =>
      dataOf(req).user
        ? void res.send(`<p>${Math.random().toString(36)} for you</p>`)
        : res.redirect("/login"),
  };

  test("is sound", async () => {
    const { rules, unreadable } = await askedOf(guarded);
    expect({ rules, unreadable }).toEqual({ rules: [], unreadable: [] });
  });

  test("shows a session that outlives its logout", async () => {
    const { rules } = await askedOf({
      ...guarded,
      logout: (_req, res) => res.clearCookie("demo.sid").redirect("/"),
    });
    expect(rules).toEqual(["logout-without-destroy"]);
  });

  test("shows a signature that counts for nothing", async () => {
    const { rules } = await askedOf({ ...guarded, before: signEveryId });
    expect(rules).toEqual(["tampered-signature-accepted"]);
  });

  test("shows it also when the login's form begins the session", async () => {
    const { rules } = await askedOf({
      ...guarded,
      before: signEveryId,
      loginForm: (req, res) => {
        dataOf(req).views ??= 0;
        res.send("<form>");
      },
    });
    expect(rules).toEqual(["tampered-signature-accepted"]);
  });
});

test("who is known by another cookie as well is not taken for the session's owner", async () => {
  const { rules } = await askedOf({
    home: (req, res) => {
      if (/seen=1/.test(req.headers.cookie ?? ""))
        return void res.send("again");
      dataOf(req).views = 1;
      res.cookie("seen", "1").send("hello");
    },
  });
  expect(rules).toEqual([]);
});

describe("logout", () => {
  test("may be a link", async () => {
    const app = sessionApp({ cookie: { sameSite: "lax" } });
    app.get("/bye", (_req, res) => res.redirect("/"));
    const options = { ...everything, logoutUrl: "/bye" };
    const { rules, sent } = await asked(await serve(app), options);
    expect(rules).toEqual(["logout-without-destroy"]);
    expect(sent).toContain("GET the logout");
  });

  test("needs no login", async () => {
    const { rules } = await askedOf(
      { logout: (_req, res) => res.redirect("/") },
      { logoutUrl: "/logout" },
    );
    expect(rules).toEqual(["logout-without-destroy"]);
  });

  test("that is refused is named", async () => {
    const { rules, unreadable } = await askedOf({
      logout: (_req, res) => void res.sendStatus(403),
    });
    expect(rules).toEqual([]);
    expect(unreadable.map(({ message }) => message)).toEqual([
      "the logout was refused (it answers 403)",
    ]);
  });

  test("from another site may be the one that counted", async () => {
    const { rules, unreadable } = await askedOf({
      ...crossSite,
      logout: (req, res) => {
        if (!dataOf(req).user) return void res.sendStatus(401);
        req.session.destroy(() => res.json({ ok: true }));
      },
    });
    expect({ rules, unreadable }).toEqual({
      rules: ["csrf-missing"],
      unreadable: [],
    });
  });

  test("by a link leaves the login to show missing CSRF protection", async () => {
    const app = sessionApp(crossSite);
    app.get("/bye", (req, res) => req.session.destroy(() => res.send("")));
    const options = { ...everything, logoutUrl: "/bye" };
    const { findings } = await asked(await serve(app), options);
    expect(findings.map(({ rule }) => rule)).toEqual(["csrf-missing"]);
    expect(findings[0]?.file).toMatch(/\/login$/);
  });
});

describe("HTTP, HTTPS and proxies", () => {
  const secure: Change = { cookie: { secure: true } };
  const toHttps: RequestHandler = (req, res, next) =>
    req.secure ? next() : res.redirect(`https://${req.headers.host}${req.url}`);

  test("a proxy that the app does not trust is named", async () => {
    const url = await serveBehindProxy(sessionApp(secure));
    expect((await asked(url)).rules).toEqual(["trust-proxy-missing"]);
  });

  test("a proxy that the app trusts is fine", async () => {
    const app = sessionApp({ ...secure, trustProxy: true });
    expect((await asked(await serveBehindProxy(app))).rules).toEqual([]);
  });

  test("a redirect to HTTPS that never ends is named", async () => {
    const { rules } = await askedOf({ ...secure, first: toHttps });
    expect(rules).toEqual(["trust-proxy-missing"]);
  });

  test("a redirect to HTTPS that a proxy ends is fine", async () => {
    const change = { ...secure, first: toHttps, trustProxy: true };
    expect((await askedOf(change)).rules).toEqual([]);
  });

  test("no Secure is wrong where everybody is sent to HTTPS", async () => {
    const { rules } = await askedOf({ first: toHttps, trustProxy: true });
    expect(rules).toEqual(["cookie-insecure"]);
  });

  test("a server of its own for HTTPS is followed", async () => {
    const url = await serve(sessionApp(secure), "https");
    const http = await serve((_req, res) =>
      res.writeHead(301, { location: `${url}/` }).end(),
    );
    const { rules, notes } = await asked(http);
    expect(rules).toEqual([]);
    expect(notes).toContain('The session cookie is "demo.sid"');
  });

  test.each<[string, Change, string]>([
    [
      "plain",
      {},
      "has no Secure, and X-Forwarded-Proto: https does not change",
    ],
    [
      "auto",
      { trustProxy: true, cookie: { secure: "auto" } },
      "With X-Forwarded-Proto: https the session cookie becomes Secure.",
    ],
    [
      "proxied",
      { trustProxy: true, ...secure },
      "The session cookie is set only when a proxy says X-Forwarded-Proto: https",
    ],
  ])("it says what the header changed: %s", async (_title, change, note) => {
    const merged = { ...change, cookie: change.cookie };
    expect((await askedOf(merged, {})).notes).toContain(note);
  });
});

describe("notes", () => {
  test("tell on which responses the cookie is set", async () => {
    const { notes } = await askedOf({}, {});
    expect(notes).toMatch(
      /set on: \/ \(200\); not on: \/no-such-page-\w+ \(404\), \/style\.css \(200\), \/health \(200\)\./,
    );
  });

  test("say when there was no session to look at", async () => {
    const { rules, notes } = await askedOf({ home: lazyHome }, {});
    expect(rules).toEqual([]);
    expect(notes).toContain("give --login-url and --form");
  });

  test("name the cookies of other libraries", async () => {
    const { rules, notes } = await askedOf(
      {
        home: (_req, res) => {
          res.cookie("session", "eyJ1Ijp7fX0=").send("hello");
        },
      },
      {},
    );
    expect(rules).toEqual([]);
    expect(notes).toContain(
      'No cookie of express-session was set, but: "session"',
    );
  });

  test("say that a certificate was taken on trust", async () => {
    const app = sessionApp({ cookie: { secure: true } });
    const { notes } = await asked(await serve(app, "https"), {});
    expect(notes).toContain("The certificate is not one that browsers trust");
  });

  test("name another host that it redirects to, and do not go there", async () => {
    const elsewhere = await serve(() => {
      throw new Error("was asked");
    });
    const { notes } = await askedOf(
      { home: (_req, res) => res.redirect(elsewhere) },
      {},
    );
    expect(notes).toContain(
      `redirects to ${elsewhere}, which was not followed`,
    );
  });
});

describe("the page", () => {
  test("is found behind a redirect", async () => {
    const { rules, notes } = await askedOf(
      {
        session: { saveUninitialized: true },
        first: (req, res, next) =>
          req.path === "/" ? res.redirect("/login") : next(),
      },
      {},
    );
    expect(rules).toEqual(["save-uninitialized"]);
    expect(notes).toContain("/login (200)");
  });

  test.each([404, 500])("that answers %i is named", async (status) => {
    const { unreadable } = await askedOf(
      { home: (_req, res) => void res.sendStatus(status) },
      {},
    );
    expect(unreadable[0]?.message).toContain(`it answers ${status}`);
  });

  test("behind a password is reached with it, and the password not shown", async () => {
    const url = new URL(
      await serve(
        sessionApp({
          session: { name: undefined },
          first: (req, res, next) =>
            req.get("Authorization") === `Basic ${btoa("me:a b")}`
              ? next()
              : void res.sendStatus(401),
        }),
      ),
    );
    const { rules, findings } = await asked(
      url.href.replace("//", "//me:a%20b@"),
    );
    expect(rules).toEqual(["default-name"]);
    expect(findings[0]?.file).toBe(url.href);
  });

  test("may end on any name below localhost", async () => {
    const url = await serve(sessionApp());
    const { rules } = await asked(url.replace("localhost", "shop.localhost"));
    expect(rules).toEqual([]);
  });
});

test("one finding a rule is enough", async () => {
  const app = sessionApp({
    ...crossSite,
    before: (req, res, next) => {
      res.set("Access-Control-Allow-Origin", req.get("Origin") ?? "*");
      res.set("Access-Control-Allow-Credentials", "true");
      next();
    },
  });
  app.get("/bye", (req, res) => req.session.destroy(() => res.send("")));
  const options = { ...everything, logoutUrl: "/bye" };
  const { rules } = await asked(await serve(app), options);
  expect(rules).toEqual(["csrf-missing", "cors-credentials"]);
});

test("no finding shows the secret", async () => {
  const { findings } = await askedOf({ session: { secret: "keyboard cat" } });
  expect(JSON.stringify(findings)).not.toContain("keyboard cat");
});

test("a login's fields are not in what is told of requests", async () => {
  const told: unknown[] = [];
  const app = sessionApp();
  const { checkUrl } = await import("../../../src/check/live/check-url.ts");
  const onRequest = (request: unknown) => told.push(request);
  await checkUrl(await serve(app), { ...everything, onRequest });
  expect(JSON.stringify(told)).not.toMatch(/lovelace|demo\.sid/);
});
