import { describe, expect, test } from "vitest";
import { check, placesOf, type Sources } from "./project-in-memory.ts";

const session = "const session = require('express-session');";

/** Ways to a literal secret; where it is found. */
const secrets: [how: string, sources: Sources, place: string][] = [
  [
    "a variable",
    `${session} const secret = 'cat';\nsession({ secret });`,
    "app.js:2",
  ],
  [
    "a later assignment",
    `${session} let secret; secret = 'cat';\nsession({ secret });`,
    "app.js:2",
  ],
  [
    "options in a variable",
    `${session} const options = {\nsecret: 'cat' };\nsession(options);`,
    "app.js:2",
  ],
  [
    "a write into options",
    `${session} const options = {};\noptions.secret = 'cat';\nsession(options);`,
    "app.js:2",
  ],
  [
    "a spread",
    `${session} const base = {\nsecret: 'cat' };\nsession({ ...base, resave: false });`,
    "app.js:2",
  ],
  [
    "Object.assign",
    `${session} const base = {\nsecret: 'cat' };\nsession(Object.assign({}, base));`,
    "app.js:2",
  ],
  [
    "destructuring",
    `${session} const { secret } = { secret: 'cat' };\nsession({ secret });`,
    "app.js:2",
  ],
  [
    "a function",
    `${session} const make = () => ({\nsecret: 'cat' });\nsession(make());`,
    "app.js:2",
  ],
  [
    "an argument",
    `${session} function make(secret) { return {\nsecret }; }\nsession(make('cat'));`,
    "app.js:2",
  ],
  [
    "an async factory",
    `${session} async function make() { return {\nsecret: 'cat' }; }\nasync function start() { session(await make()); }`,
    "app.js:2",
  ],
  [
    "a class field",
    `${session}\nclass Server { secret = 'cat';\nstart() { this.app.use(session({ secret: this.secret })); } }`,
    "app.js:3",
  ],
  [
    "another file",
    {
      "app.js": `${session}\nsession({ secret: require('./config').secret });`,
      "config.js": "exports.secret = 'cat';",
    },
    "app.js:2",
  ],
  [
    "a folder",
    {
      "app.js": `${session}\nsession({ secret: require('./config').secret });`,
      "config/index.js": "module.exports = { secret: 'cat' };",
    },
    "app.js:2",
  ],
  [
    "__dirname",
    {
      "app.js": `${session}\nsession({ secret: require(__dirname + '/config').secret });`,
      "config.js": "exports.secret = 'cat';",
    },
    "app.js:2",
  ],
  [
    "a JSON file",
    {
      "app.js": `${session}\nsession({ secret: require('./config.json').secret });`,
      "config.json": '{ "secret": "cat" }',
    },
    "app.js:2",
  ],
  [
    "package.json",
    {
      "app.js": `${session}\nsession({ secret: require('./package').secret });`,
      "package.json": '{ "secret": "cat" }',
    },
    "app.js:2",
  ],
  [
    "node-config",
    {
      "app.js": `${session}\nsession({ secret: require('config').get('session.secret') });`,
      "config/default.json": '{ "session": { "secret": "cat" } }',
    },
    "app.js:2",
  ],
  [
    "ES modules",
    {
      "app.mjs":
        "import session from 'express-session'; import { secret } from './config.mjs';\nsession({ secret });",
      "config.mjs": "export const secret = 'cat';",
    },
    "app.mjs:2",
  ],
  [
    "a default export",
    {
      "app.mjs":
        "import session from 'express-session'; import config from './config.mjs';\nsession({ secret: config.secret });",
      "config.mjs": "export default { secret: 'cat' };",
    },
    "app.mjs:2",
  ],
  [
    "a re-export",
    {
      "app.mjs":
        "import session from 'express-session'; import { secret } from './all.mjs';\nsession({ secret });",
      "all.mjs": "export * from './config.mjs';",
      "config.mjs": "export const secret = 'cat';",
    },
    "app.mjs:2",
  ],
  [
    "TypeScript",
    {
      "src/app.ts":
        "import session from 'express-session'; import { secret } from './config.js';\nsession({ secret: secret as string } satisfies Options);",
      "src/config.ts": "export const secret: string = 'cat';",
    },
    "src/app.ts:2",
  ],
  [
    "a parameter of an exported function",
    {
      "app.js":
        "const app = require('express')(); require('./setup')(app, { secret: 'cat' });",
      "setup.js": `${session}\nmodule.exports = (app, config) => { app.use(session({ secret: config.secret })); };`,
    },
    "setup.js:2",
  ],
  [
    "a store behind itself",
    `${session} let options = { secret: 'cat' }; options = options || {};\nsession({ secret: options.secret });`,
    "app.js:2",
  ],
];

describe("a secret by environment", () => {
  const code = `${session} const all = { development: { secret: 'dev' }, production: { secret: process.env.S } };\nsession({ secret: all[process.env.NODE_ENV || 'development'].secret });`;

  test.each(["secret-hardcoded", "secret-fallback"])("is no %s", (rule) => {
    expect(placesOf(rule, code)).toEqual([]);
  });
});

describe("a literal secret is found through", () => {
  test.each(secrets)("%s", (_, sources, place) => {
    const [found] = placesOf("secret-hardcoded", sources);
    expect(found).toBe(place);
  });
});

/** Ways to call express-session. */
const calls: [form: string, code: string][] = [
  ["require()()", "app.use(require('express-session')({ secret: 'x' }));"],
  [
    "a renamed import",
    "import makeSession from 'express-session'; app.use(makeSession({ secret: 'x' }));",
  ],
  [
    "a namespace import",
    "import * as session from 'express-session'; app.use(session({ secret: 'x' }));",
  ],
  [
    ".default",
    "const session = require('express-session'); app.use(session.default({ secret: 'x' }));",
  ],
  [
    "a dynamic import",
    "const { default: session } = await import('express-session'); session({ secret: 'x' });",
  ],
  [
    "compiled TypeScript",
    "const a = __importDefault(require('express-session')); app.use((0, a.default)({ secret: 'x' }));",
  ],
  [
    "this.app",
    "const session = require('express-session'); class A { run() { this.app.use(session({ secret: 'x' })); } }",
  ],
  [
    "a chain",
    "const session = require('express-session'); app.use(a()).use(session({ secret: 'x' })).use(b());",
  ],
  [
    "a class field",
    "const session = require('express-session'); class A { session = session({ secret: 'x' }); }",
  ],
  [
    "Express 3",
    "const express = require('express'); app.use(express.session({ secret: 'x' }));",
  ],
  [
    "no options",
    "const session = require('express-session'); app.use(session());",
  ],
];

describe("a call is seen as", () => {
  test.each(calls)("%s", (_, code) => {
    expect(placesOf("memory-store", { "app.mjs": code })).toEqual([
      "app.mjs:1",
    ]);
  });

  test("import = require", () => {
    const code =
      "import session = require('express-session'); app.use(session({ secret: 'x' }));";
    expect(placesOf("memory-store", { "main.ts": code })).toEqual([
      "main.ts:1",
    ]);
  });
});

describe("nothing is said about", () => {
  test.each([
    [
      "cookie-session",
      "const session = require('cookie-session'); app.use(session({ secret: 'x' }));",
    ],
    [
      "a store",
      "const session = require('express-session'); const Store = require('connect-redis')(session);",
    ],
    [
      "a comment",
      "// const session = require('express-session'); session({ secret: 'x' })",
    ],
    [
      "a string",
      "const text = \"require('express-session')({ secret: 'x' })\";",
    ],
  ])("%s", (_, code) => {
    expect(check(code).findings).toEqual([]);
  });

  test.each([
    ...["node_modules/a/index.js", "dist/app.js", "test/app.js", "app.test.js"],
    ...["types.d.ts", "app.min.js", ".cache/app.js"],
  ])("%s", (file) => {
    const code = "require('express-session')({ secret: 'x' });";
    expect(check({ [file]: code }).findings).toEqual([]);
  });
});

const production = "process.env.NODE_ENV === 'production'";

/** Ways to be secure in production only. */
const conditional: [how: string, code: string][] = [
  [
    "a branch",
    `const o = { cookie: {} }; if (app.get('env') === 'production') { o.cookie.secure = true; } session(o);`,
  ],
  [
    "a default that is changed",
    `const o = { cookie: { secure: false } }; if (${production}) o.cookie.secure = true; session(o);`,
  ],
  [
    "a constant",
    `const isProd = ${production}; session({ cookie: { secure: isProd } });`,
  ],
  [
    "a negation",
    `session({ cookie: { secure: process.env.NODE_ENV !== 'development' } });`,
  ],
  [
    "a conditional object",
    `session({ cookie: { ...(${production} && { secure: true }) } });`,
  ],
  [
    "two objects",
    `session(${production} ? { cookie: { secure: true } } : {});`,
  ],
  [
    "a switch",
    `let secure = false; switch (process.env.NODE_ENV) { case 'production': secure = true; } session({ cookie: { secure } });`,
  ],
  [
    "an early return",
    `function cookie() { if (${production}) return { secure: true }; return {}; } session({ cookie: cookie() });`,
  ],
  [
    "a list",
    `session({ cookie: { secure: ['production', 'staging'].includes(process.env.NODE_ENV) } });`,
  ],
  [
    "a default environment",
    `const env = process.env.NODE_ENV || 'development'; session({ cookie: { secure: env === 'production' } });`,
  ],
];

describe("secure in production only, by", () => {
  test.each(conditional)("%s", (_, code) => {
    const rules = check(`const app = require('express')(); ${session}\n${code}`)
      .findings.map(({ rule }) => rule)
      .filter((rule) => /insecure|https|trust-proxy/.test(rule));
    expect(rules).toEqual(["trust-proxy-missing"]);
  });
});
