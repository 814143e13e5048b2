import { describe, expect, test } from "vitest";
import { appWith, check, placesOf } from "./project-in-memory.ts";

type Options = Readonly<Record<string, string>>;

/** Options in place of the right ones. `line` is where the finding is: 2 is the call. */
const flagged: [rule: string, options: Options, line: number][] = [
  ["secret-hardcoded", { secret: "'keyboard cat'" }, 4],
  ["secret-hardcoded", { secret: "`keyboard cat`" }, 4],
  ["secret-hardcoded", { secret: "'process.env.SECRET'" }, 4],
  ["secret-hardcoded", { secret: "['one', process.env.OTHER]" }, 4],
  ["secret-hardcoded", { secret: "'a' + 'b'" }, 4],
  [
    "secret-hardcoded",
    { secret: "process.env.NODE_ENV === 'production' ? 'a' : 'b'" },
    4,
  ],
  [
    "secret-hardcoded",
    {
      secret: "require('crypto').createHash('md5').update('cat').digest('hex')",
    },
    4,
  ],
  ["secret-missing", { secret: "" }, 2],
  ["secret-missing", { secret: "''" }, 4],
  ["secret-missing", { secret: "undefined" }, 4],
  ["secret-fallback", { secret: "process.env.SECRET || 'cat'" }, 4],
  ["secret-fallback", { secret: "process.env.SECRET ?? 'cat'" }, 4],
  [
    "secret-fallback",
    { secret: "process.env.SECRET ? process.env.SECRET : 'cat'" },
    4,
  ],
  [
    "secret-ephemeral",
    { secret: "require('crypto').randomBytes(32).toString('hex')" },
    4,
  ],
  ["secret-ephemeral", { secret: "require('uuid').v4()" }, 4],
  ["memory-store", { store: "" }, 2],
  ["memory-store", { store: "new session.MemoryStore()" }, 5],
  ["resave", { resave: "" }, 2],
  ["resave", { resave: "true" }, 6],
  ["save-uninitialized", { saveUninitialized: "" }, 2],
  ["save-uninitialized", { saveUninitialized: "true" }, 7],
  ["default-name", { name: "" }, 2],
  ["default-name", { name: "'connect.sid'" }, 3],
  ["legacy-key", { name: "", key: "'sid'" }, 8],
  ["cookie-insecure", { cookie: "" }, 2],
  ["cookie-insecure", { cookie: "{ secure: false }" }, 8],
  ["cookie-samesite-missing", { cookie: "{ secure: 'auto' }" }, 2],
  ["cookie-samesite-missing", { cookie: "{ sameSite: false }" }, 8],
  ["cookie-samesite-none-insecure", { cookie: "{ sameSite: 'none' }" }, 8],
  ["cookie-httponly-false", { cookie: "{ httpOnly: false }" }, 8],
  ["cookie-maxage-missing", { cookie: "{ secure: 'auto' }" }, 2],
  [
    "cookie-expires-static",
    { cookie: "{ expires: new Date(Date.now() + 1000) }" },
    8,
  ],
  ["cookie-expires-static", { cookie: "{ expires: 3600000 }" }, 8],
  ["cookie-secure-without-https", { cookie: "{ secure: true }" }, 8],
  [
    "trust-proxy-missing",
    { cookie: "{ secure: process.env.NODE_ENV === 'production' }" },
    8,
  ],
  ["misplaced-option", { maxAge: "3600000" }, 9],
  ["misplaced-option", { secure: "true" }, 9],
  ["misplaced-option", { saveUninitialised: "false" }, 9],
  ["misplaced-option", { ttl: "1" }, 9],
  ["misplaced-option", { cookie: "{ httponly: true }" }, 8],
  ["misplaced-option", { cookie: "{ cookie: { secure: true } }" }, 8],
  ["maxage-suspicious", { cookie: "{ maxAge: 3600 }" }, 8],
  ["maxage-suspicious", { cookie: "{ maxAge: 60 * 60 * 24 }" }, 8],
  ["maxage-suspicious", { cookie: "{ maxAge: 604800 }" }, 8],
  ["maxage-suspicious", { cookie: "{ maxAge: Date.now() + 3600000 }" }, 8],
  ["maxage-suspicious", { cookie: "{ maxAge: '1d' }" }, 8],
  ["maxage-suspicious", { cookie: "{ maxAge: process.env.MAX_AGE }" }, 8],
];

const right: [rule: string, options: Options][] = [
  ["secret-hardcoded", { secret: "loadSecret()" }],
  [
    "secret-hardcoded",
    { secret: "process.env.NODE_ENV === 'production' ? process.env.S : 'dev'" },
  ],
  [
    "secret-fallback",
    { secret: "process.env.NODE_ENV === 'production' ? process.env.S : 'dev'" },
  ],
  ["secret-missing", { secret: "config.secret" }],
  [
    "memory-store",
    {
      store: "process.env.NODE_ENV === 'production' ? new Store() : undefined",
    },
  ],
  ["memory-store", { store: "makeStore()" }],
  ["resave", { resave: "config.resave" }],
  [
    "cookie-insecure",
    { cookie: "{ secure: process.env.NODE_ENV === 'production' }" },
  ],
  ["cookie-insecure", { cookie: "{ secure: isProduction }" }],
  ["cookie-insecure", { cookie: "{ secure: config.secure }" }],
  ["cookie-insecure", { cookie: "config.cookie" }],
  ["cookie-insecure", { cookie: "{ ...config.cookie }" }],
  ["cookie-secure-without-https", { cookie: "{ secure: 'auto' }" }],
  [
    "cookie-secure-without-https",
    { proxy: "true", cookie: "{ secure: true }" },
  ],
  [
    "cookie-samesite-none-insecure",
    { cookie: "{ sameSite: 'none', secure: true }" },
  ],
  ["cookie-maxage-missing", { cookie: "{ expires: false }" }],
  ["maxage-suspicious", { cookie: "{ maxAge: 60 * 60 * 1000 }" }],
  ["maxage-suspicious", { cookie: "{ maxAge: 1000 * 60 * 60 * 24 * 365 }" }],
  ["maxage-suspicious", { cookie: "{ maxAge: 60000 }" }],
  ["maxage-suspicious", { cookie: "{ maxAge: null }" }],
  ["misplaced-option", { rolling: "true", unset: "'destroy'", proxy: "true" }],
];

describe("options", () => {
  test("that are right give no finding", () => {
    expect(check(appWith({})).findings).toEqual([]);
  });

  test.each(flagged)("%s: %o", (rule, options, line) => {
    expect(placesOf(rule, appWith(options))).toEqual([`app.js:${line}`]);
  });

  test.each(right)("not %s: %o", (rule, options) => {
    expect(placesOf(rule, appWith(options))).toEqual([]);
  });
});

describe("https", () => {
  const secure = { cookie: "{ secure: true }" };

  test.each([
    ["trust proxy", "app.set('trust proxy', 1);"],
    ["enabled trust proxy", "app.enable('trust proxy');"],
    ["an https server", "require('https').createServer({}, app).listen(443);"],
    [
      "a serverless adapter",
      "exports.handler = require('serverless-http')(app);",
    ],
  ])("%s lets the cookie be secure", (_, code) => {
    expect(
      placesOf("cookie-secure-without-https", appWith(secure, code)),
    ).toEqual([]);
  });

  test.each([
    ["in a comment", "// app.set('trust proxy', 1);"],
    ["switched off", "app.set('trust proxy', false);"],
    ["of a client", "require('https').get('https://example.com');"],
  ])("%s it does not", (_, code) => {
    expect(
      placesOf("cookie-secure-without-https", appWith(secure, code)),
    ).toEqual(["app.js:8"]);
  });

  test.each(["app.set('trust proxy', true)", "app.enable('trust proxy')"])(
    "%s trusts everyone",
    (code) => {
      expect(placesOf("trust-proxy-permissive", appWith({}, code))).toEqual([
        "app.js:10",
      ]);
    },
  );

  test("a number of proxies is fine", () => {
    const app = appWith({}, "app.set('trust proxy', 1)");
    expect(placesOf("trust-proxy-permissive", app)).toEqual([]);
  });
});

describe("cookie-parser", () => {
  const app = appWith(
    { secret: "" },
    "app.use(require('cookie-parser')('cat'));",
  );

  test("signs with its secret where the session has none", () => {
    expect(placesOf("secret-hardcoded", app)).toEqual(["app.js:9"]);
  });

  test("so that none is missing", () => {
    expect(placesOf("secret-missing", app)).toEqual([]);
  });

  test("which is deprecated", () => {
    expect(placesOf("deprecated-middleware", app)).toEqual(["app.js:2"]);
  });
});

describe("a fallback", () => {
  test("behind a check at the start is for development", () => {
    const guard =
      "if (prod && !process.env.SECRET) { throw new Error('no secret'); }";
    const app = appWith({ secret: "process.env.SECRET || 'dev'" }, guard);
    expect(placesOf("secret-fallback", app)).toEqual([]);
  });
});

describe("a session for development only", () => {
  const app = `const session = require('express-session');
if (process.env.NODE_ENV !== 'production') {
  app.use(session({ secret: 'dev' }));
}`;

  test.each(["secret-hardcoded", "memory-store", "cookie-insecure"])(
    "has no %s",
    (rule) => {
      expect(placesOf(rule, app)).toEqual([]);
    },
  );
});
