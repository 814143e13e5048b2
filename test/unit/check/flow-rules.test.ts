import { describe, expect, test } from "vitest";
import { appWith, placesOf, type Sources } from "./project-in-memory.ts";

/** The session stands on lines 2 to 9; this comes on line 10 and below. */
const after = (code: string) => appWith({}, code);
/** Lines 1 and 2, with the session on the second. */
const imports =
  "const express = require('express'), passport = require('passport'), session = require('express-session'), app = express();\n";
const mounted = "app.use(session({ secret: process.env.S }));\n";
const passportVersion = (range: string) =>
  JSON.stringify({ dependencies: { passport: range } });

function expectPlaces(rule: string, sources: Sources, places: string[]): void {
  expect(placesOf(rule, sources)).toEqual(places);
}

describe("session-fixation", () => {
  test.each([
    [
      "in the route",
      "app.post('/login', (req, res) => { req.session.userId = user.id; });",
    ],
    [
      "with a promise",
      "app.post('/login', async (req, res) => { const user = await find(req.body);\n req.session.user = user; });",
    ],
    [
      "in brackets",
      "app.post('/login', (req, res) => { req.session['user'] = user; });",
    ],
    [
      "at a provider's callback",
      "app.get('/auth/callback', (req, res) => { req.session.token = token; });",
    ],
    [
      "after a password",
      "app.post('/', (req, res) => { bcrypt.compare(req.body.password, hash, () => { req.session.username = name; }); });",
    ],
    [
      "in a registration, when that is all",
      "app.post('/register', (req, res) => { createUser(req.body.password); req.session.userId = id; });",
    ],
    [
      "as a flag",
      "app.post('/login', (req, res) => { req.session.loggedIn = true; });",
    ],
  ])("%s", (_, code) => {
    expect(placesOf("session-fixation", after(code))).toHaveLength(1);
  });

  test.each([
    [
      "after regenerate",
      "app.post('/login', (req, res) => { req.session.regenerate(() => { req.session.userId = user.id; }); });",
    ],
    [
      "with a promisified regenerate",
      "app.post('/login', async (req, res) => { await promisify(req.session.regenerate).call(req.session); req.session.userId = 1; });",
    ],
    [
      "at logout",
      "app.post('/logout', (req, res) => { req.session.userId = null; });",
    ],
    ["a counter", "app.get('/', (req, res) => { req.session.views = 1; });"],
    [
      "a CSRF token",
      "app.get('/login', (req, res) => { req.session.csrfToken = token; });",
    ],
    [
      "an error",
      "app.post('/login', (req, res) => { req.session.loginError = 'no'; });",
    ],
  ])("not %s", (_, code) => {
    expectPlaces("session-fixation", after(code), []);
  });

  test("in a controller", () => {
    const app = after("app.post('/login', require('./auth').login);");
    const auth =
      "exports.login = (req, res) => {\n  req.session.user = find(req.body);\n};";
    expectPlaces("session-fixation", { "app.js": app, "auth.js": auth }, [
      "auth.js:2",
    ]);
  });

  test("in a GraphQL resolver", () => {
    const login =
      "export const login = async (_, args, { req }) => {\n  req.session.userId = 1;\n};";
    expectPlaces(
      "session-fixation",
      { "app.js": after(""), "login.ts": login },
      ["login.ts:2"],
    );
  });

  test.each([
    ["^0.5.3", ["app.js:3"]],
    ["^0.6.0", []],
    ["0.7.0", []],
  ])("with passport %s: %o", (range, places) => {
    const code = `${imports}${mounted}app.post('/login', passport.authenticate('local'));`;
    const files = { "app.js": code, "package.json": passportVersion(range) };
    expectPlaces("session-fixation", files, places);
  });
});

describe("middleware-order", () => {
  test("passport.session() before the session", () => {
    const code = `${imports}app.use(passport.session());\n${mounted}`;
    expectPlaces("middleware-order", code, ["app.js:2"]);
  });

  test("a route that needs the session before it", () => {
    const code = `${imports}app.get('/me', (req, res) => res.json(req.session.user));\n${mounted}`;
    expectPlaces("middleware-order", code, ["app.js:2"]);
  });

  test("a router of another file before it", () => {
    const code = `${imports}app.use(require('./me'));\n${mounted}`;
    const me =
      "const router = require('express').Router(); router.get('/me', (req, res) => res.json(req.session.user)); module.exports = router;";
    expectPlaces("middleware-order", { "app.js": code, "me.js": me }, [
      "app.js:2",
    ]);
  });

  test.each([
    [
      "a health check before it",
      `app.get('/health', (req, res) => res.send('ok'));\n${mounted}`,
    ],
    [
      "all after it",
      `${mounted}app.use(passport.session()); app.get('/me', (req, res) => res.json(req.session.user));`,
    ],
    [
      "a function that mounts it",
      `function setUp(a) { ${mounted.replaceAll("app", "a")} }\nsetUp(app);\napp.use(passport.session());`,
    ],
  ])("not %s", (_, code) => {
    expectPlaces("middleware-order", imports + code, []);
  });
});

describe("session-before-static", () => {
  test.each([
    ["express.static", "app.use(express.static('public'));"],
    ["a path", "app.use('/public', express.static('public'));"],
    ["a variable", "const files = express.static('public');\napp.use(files);"],
    ["serve-static", "app.use(require('serve-static')('public'));"],
  ])("%s after the session is told at the session", (_, code) => {
    expectPlaces("session-before-static", after(code), ["app.js:2"]);
  });

  test("before the session it is right", () => {
    const code = `${imports}app.use(express.static('public'));\n${mounted}`;
    expectPlaces("session-before-static", code, []);
  });

  test("a guard in between wants that order", () => {
    const guard =
      "app.use((req, res, next) => { if (!req.session.user) return res.redirect('/'); next(); });";
    expectPlaces(
      "session-before-static",
      after(`${guard}\napp.use(express.static('private'));`),
      [],
    );
  });
});

describe("passport-logout-callback", () => {
  const code = `${imports}${mounted}app.get('/logout', (req, res) => {\n req.logout();\n res.redirect('/'); });`;

  test.each([
    ["^0.7.0", ["app.js:4"]],
    ["~0.6.0", ["app.js:4"]],
    ["^0.5.0", []],
    ["*", []],
  ])("with passport %s: %o", (range, places) => {
    const files = { "app.js": code, "package.json": passportVersion(range) };
    expectPlaces("passport-logout-callback", files, places);
  });

  test("not with a callback", () => {
    const right = code.replace("logout();", "logout((error) => next(error));");
    const files = {
      "app.js": right,
      "package.json": passportVersion("^0.7.0"),
    };
    expectPlaces("passport-logout-callback", files, []);
  });
});

describe("logout-without-destroy", () => {
  test.each([
    [
      "delete",
      "app.get('/logout', (req, res) => { delete req.session.user; });",
    ],
    [
      "null",
      "app.post('/api/signout', (req, res) => { req.session.userId = null; });",
    ],
    [
      "a cleared cookie",
      "app.get('/logout', (req, res) => { res.clearCookie('sid'); });",
    ],
  ])("%s", (_, code) => {
    expectPlaces("logout-without-destroy", after(code), ["app.js:10"]);
  });

  test.each([
    [
      "destroy",
      "app.get('/logout', (req, res) => { req.session.user = null; req.session.destroy(done); });",
    ],
    [
      "regenerate",
      "app.get('/logout', (req, res) => { req.session.user = null; req.session.regenerate(done); });",
    ],
    [
      "a helper",
      "const end = (req) => req.session.destroy(); app.get('/logout', (req, res) => { delete req.session.user; end(req); });",
    ],
    [
      "what is not here",
      "app.get('/logout', (req, res) => { auth.end(req); res.clearCookie('theme'); });",
    ],
  ])("not %s", (_, code) => {
    expectPlaces("logout-without-destroy", after(code), []);
  });
});

describe("csrf-missing", () => {
  const open = { cookie: "{ secure: 'auto', maxAge: 3600000 }" };
  const route = "app.post('/pay', (req, res) => { pay(req.session.user); });";

  test.each([
    ["a route that reads the session", route],
    ["a guarded route", "app.delete('/posts/:id', requireAuth, remove);"],
    [
      "a router",
      `const router = express.Router(); ${route.replace("app", "router")}`,
    ],
  ])("%s", (_, code) => {
    expectPlaces("csrf-missing", appWith(open, code), ["app.js:2"]);
  });

  test.each([
    ["sameSite", appWith({}, route)],
    ["csurf", appWith(open, `app.use(require('csurf')());\n${route}`)],
    [
      "a token of its own",
      appWith(
        open,
        `app.use((req, res, next) => { if (req.body._csrf !== req.session.csrf) return res.sendStatus(403); next(); });\n${route}`,
      ),
    ],
    [
      "a check of the origin",
      appWith(
        open,
        `app.use((req, res, next) => { if (req.headers.origin !== own) return res.sendStatus(403); next(); });\n${route}`,
      ),
    ],
    [
      "only a login",
      appWith(
        open,
        "app.post('/login', (req, res) => { req.session.user = 1; });",
      ),
    ],
    [
      "only reading",
      appWith(
        open,
        "app.get('/me', (req, res) => res.json(req.session.user));",
      ),
    ],
    [
      "a route without the session",
      appWith(open, "app.post('/contact', (req, res) => { mail(req.body); });"),
    ],
  ])("not with %s", (_, code) => {
    expectPlaces("csrf-missing", code, []);
  });
});

describe("session-module-state", () => {
  test("a write to the import", () => {
    expectPlaces(
      "session-module-state",
      after(
        "app.post('/login', (req) => {\n session.user = req.body.user; });",
      ),
      ["app.js:11"],
    );
  });

  test("the session of one request in its place", () => {
    expectPlaces(
      "session-module-state",
      after("app.post('/login', (req) => {\n session = req.session; });"),
      ["app.js:11"],
    );
  });

  test("not to the session of a request", () => {
    expectPlaces(
      "session-module-state",
      after(
        "app.post('/x', (req) => { const { session } = req; session.user = 1; });",
      ),
      [],
    );
  });
});

describe("deprecated-middleware", () => {
  test("csurf", () => {
    expectPlaces(
      "deprecated-middleware",
      after("app.use(require('csurf')());"),
      ["app.js:10"],
    );
  });

  test("express.session", () => {
    const code = `${imports}app.use(express.session({ secret: process.env.S }));`;
    expectPlaces("deprecated-middleware", code, ["app.js:2"]);
  });
});
