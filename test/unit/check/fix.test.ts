import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { unifiedDiff } from "../../../src/check/fix/diff.ts";
import { isGitIgnored } from "../../../src/check/fix/git-ignored.ts";
import { planFixes } from "../../../src/check/fix/plan-fixes.ts";
import {
  variableIn,
  withVariable,
} from "../../../src/check/fix/settings-file.ts";
import { writeChanges } from "../../../src/check/fix/write-changes.ts";

type Texts = Readonly<Record<string, string>>;

const head = `const express = require("express");
const session = require("express-session");
const app = express();
`;
const tail = `app.get("/", (req, res) => res.send(String(req.session.views)));
app.listen(3000);
`;
const good = [
  "secret: process.env.SESSION_SECRET",
  "resave: false",
  "saveUninitialized: false",
];
const lax = `cookie: { sameSite: "lax" }`;

/** An app whose session() has these options, after --fix. */
function fixedApp(options: string, more: Texts = {}) {
  const text = `${head}app.use(session(${options}));\n${tail}`;
  const { changed, refused } = fixed({ "app.js": text, ...more });
  const result = changed.get("app.js") ?? text;
  const inner = result.slice(
    result.indexOf("session({") + 8,
    result.indexOf("));\n"),
  );
  return { options: inner, changed, why: refused.map(({ why }) => why) };
}

function fixed(texts: Texts) {
  const folder = project(texts);
  const plan = planFixes(folder, () => true);
  expectSettled(folder, texts, plan.changed);
  return plan;
}

/** A second run changes nothing. */
function expectSettled(
  folder: string,
  texts: Texts,
  changed: ReadonlyMap<string, string>,
): void {
  const changes = [...changed].map(([file, after]) => ({
    file,
    before: texts[file],
    after,
  }));
  writeChanges(folder, changes);
  expect([...planFixes(folder, () => true).changed]).toEqual([]);
}

function project(texts: Texts): string {
  const folder = mkdtempSync(join(tmpdir(), "check-fix-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const manifest = `{ "dependencies": { "express": "5", "express-session": "1" } }`;
  for (const [file, text] of Object.entries({
    "package.json": manifest,
    ...texts,
  })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

describe("missing options", () => {
  test("are added on lines of their own", () => {
    const { options } = fixedApp(`{
  secret: process.env.SESSION_SECRET, // from .env
  name: "shop"
  // nothing else
}`);
    expect(options).toBe(`{
  secret: process.env.SESSION_SECRET, // from .env
  name: "shop",
  resave: false,
  saveUninitialized: false,
  cookie: { sameSite: "lax" }
  // nothing else
}`);
  });

  test("take over a trailing comma, tabs and single quotes", () => {
    const { options } = fixedApp(
      "{\n\t\tsecret: process.env['SESSION_SECRET'],\n\t\tname: 'shop', 'resave': false, saveUninitialized: false, // why\n\t}",
    );
    expect(options).toBe(
      "{\n\t\tsecret: process.env['SESSION_SECRET'],\n\t\tname: 'shop', 'resave': false, saveUninitialized: false, cookie: { sameSite: \"lax\" }, // why\n\t}",
    );
  });

  test("are added in the line where all are in one", () => {
    const { options } = fixedApp("{ secret: process.env.SESSION_SECRET }");
    expect(options).toBe(`{ ${good.join(", ")}, ${lax} }`);
  });

  test("keep Windows' line breaks", () => {
    const { options } = fixedApp(`{\r\n  ${good.join(",\r\n  ")}, // why\r\n}`);
    expect(options).toBe(
      `{\r\n  ${good.join(",\r\n  ")}, // why\r\n  ${lax},\r\n}`,
    );
  });

  test("are added to a cookie that is empty", () => {
    const { options } = fixedApp(`{ ${good.join(", ")}, cookie: {} }`);
    expect(options).toBe(`{ ${good.join(", ")}, ${lax} }`);
  });

  test("are added where the options are written, in another file", () => {
    const { changed } = fixed({
      "app.js": `${head}app.use(session(require("./options")));\n${tail}`,
      "options.js": `module.exports = {\n  ${good.slice(0, 2).join(",\n  ")},\n  ${lax}\n};\n`,
    });
    expect(changed.get("options.js")).toContain("saveUninitialized: false\n};");
  });

  test.each(["resave", "saveUninitialized"])(
    "%s: true becomes false",
    (one) => {
      const others = good
        .filter((option) => !option.startsWith(one))
        .join(", ");
      const { options } = fixedApp(
        `{ ${others}, ${one}: true /* ! */, ${lax} }`,
      );
      expect(options).toBe(`{ ${others}, ${one}: false /* ! */, ${lax} }`);
    },
  );

  test("stay missing where the options are not one literal", () => {
    const { changed, why } = fixedApp(
      "makeOptions({ secret: process.env.SESSION_SECRET })",
    );
    expect({ files: [...changed.keys()], why }).toMatchObject({ files: [] });
  });
});

describe("options of the cookie", () => {
  const app = (cookie: string, more = "") =>
    fixedApp(`{ ${good.join(", ")}, ${more}cookie: ${cookie} }`);
  const rest = `{ ${good.join(", ")}, cookie: `;

  test.each([
    [
      "{ httpOnly: false, sameSite: 'lax' }",
      "{ sameSite: 'lax' }",
      "is removed",
    ],
    [
      "{\n  httpOnly: false, // for the page\n  sameSite: 'lax'\n}",
      "{\n  sameSite: 'lax'\n}",
      "is removed with its line",
    ],
    [
      "{ sameSite: 'lax', httpOnly: false }",
      "{ sameSite: 'lax' }",
      "is removed at the end",
    ],
    [
      "{\n  sameSite: 'lax',\n  httpOnly: false\n}",
      "{\n  sameSite: 'lax',\n}",
      "is removed at the end with its line",
    ],
  ])("httpOnly: false in %j", (cookie, expected) => {
    expect(app(cookie).options).toBe(`${rest}${expected} }`);
  });

  test.each([
    ["new Date(Date.now() + 60 * 60 * 1000)", "60 * 60 * 1000"],
    ["new Date(Date.now() + day + 1000)", "day + 1000"],
    ["new Date(+new Date() + 3600000)", "3600000"],
    ["new Date(new Date().getTime() + 3600000)", "3600000"],
    ["3600000", "3600000"],
  ])("expires: %s becomes maxAge", (expires, maxAge) => {
    const { options } = app(`{ sameSite: "lax", expires: ${expires} }`);
    expect(options).toBe(`${rest}{ sameSite: "lax", maxAge: ${maxAge} } }`);
  });

  test.each([
    [`{ sameSite: "lax", expires: new Date("2030-01-01") }`, "how long"],
    [
      `{ sameSite: "lax", maxAge: 3600000, expires: new Date(Date.now() + 3600000) }`,
      "a `maxAge` as well",
    ],
  ])("%s stays", (cookie, told) => {
    const { options, why } = app(cookie);
    expect(options).toBe(`${rest}${cookie} }`);
    expect(why.join()).toContain(told);
  });
});

describe("misplaced and misspelt options", () => {
  const app = (options: string) =>
    fixedApp(`{ ${good.join(", ")}, ${options} }`);
  const rest = `{ ${good.join(", ")}, `;

  test.each([
    [`maxAge: 3600000`, `cookie: { maxAge: 3600000, sameSite: "lax" }`],
    [`maxAge: 3600000, ${lax}`, `cookie: { sameSite: "lax", maxAge: 3600000 }`],
    [
      `expires: new Date(Date.now() + 3600000)`,
      `cookie: { maxAge: 3600000, sameSite: "lax" }`,
    ],
    [`httpOnly: false, ${lax}`, lax],
    [`sameSite: "strict"`, `cookie: { sameSite: "strict" }`],
    [
      `cookie: { sameSite: "lax", maxage: 3600000 }`,
      `cookie: { sameSite: "lax", maxAge: 3600000 }`,
    ],
    [`cookies: { sameSite: "lax" }`, lax],
    [`Rolling: true, ${lax}`, `rolling: true, ${lax}`],
  ])("%s", (given, expected) => {
    expect(app(given).options).toBe(`${rest}${expected} }`);
  });

  test("a misspelt saveUninitialized is renamed and then set", () => {
    const { options } = fixedApp(
      `{ ${good.slice(0, 2).join(", ")}, saveUnitialized: true, ${lax} }`,
    );
    expect(options).toBe(
      `{ ${good.slice(0, 2).join(", ")}, saveUninitialized: false, ${lax} }`,
    );
  });

  test("a moved option leaves its comment where it is", () => {
    const { options } = fixedApp(`{
  ${good.join(",\n  ")},
  maxAge: 3600000, // an hour
  cookie: {
    sameSite: "lax", // why
  },
}`);
    expect(options).toBe(`{
  ${good.join(",\n  ")},
  // an hour
  cookie: {
    sameSite: "lax", // why
    maxAge: 3600000,
  },
}`);
  });

  test.each([
    [`secure: true, ${lax}`, "never be set"],
    [`sameSite: "none", cookie: {}`, "refuse"],
    [`maxAge: 3600, ${lax}`, "seconds"],
    [`ttl: 3600, ${lax}`, "no such option"],
    [`maxAge: 3600000, cookie: { sameSite: "lax", maxAge: 60000 }`, "already"],
    [`expires: someDate, ${lax}`, "once"],
  ])("%s is explained", (given, told) => {
    expect(app(given).why.join()).toContain(told);
  });

  test("secure moves where the app gets HTTPS", () => {
    const { changed } = fixed({
      "app.js": `${head}app.set("trust proxy", 1);\napp.use(session({ ${good.join(", ")}, secure: true, ${lax} }));\n${tail}`,
    });
    expect(changed.get("app.js")).toContain(
      `cookie: { sameSite: "lax", secure: true }`,
    );
  });
});

describe("key", () => {
  test("becomes name", () => {
    const { options } = fixedApp(`{ ${good.join(", ")}, key: "a", ${lax} }`);
    expect(options).toBe(`{ ${good.join(", ")}, name: "a", ${lax} }`);
  });

  test("stays beside a name", () => {
    const { why } = fixedApp(
      `{ ${good.join(", ")}, key: "a", name: "b", ${lax} }`,
    );
    expect(why.join()).toContain("`name`");
  });
});

describe("the order of middleware", () => {
  const passportHead = `${head}const passport = require("passport");\n`;
  const use = `app.use(session({ ${good.join(", ")}, ${lax} }));`;

  test("passport.session() and session() are swapped", () => {
    const { changed } = fixed({
      "app.js": `${passportHead}app.use(passport.initialize());
app.use(passport.session()); // who is it?
${use}
${tail}`,
    });
    expect(changed.get("app.js"))
      .toBe(`${passportHead}app.use(passport.initialize());
${use} // who is it?
app.use(passport.session());
${tail}`);
  });

  test("so are those in variables", () => {
    const made = `const sessions = session({ ${good.join(", ")}, ${lax} });\n`;
    const { changed } = fixed({
      "app.js": `${passportHead}${made}app.use(passport.session());\napp.use(sessions);\n${tail}`,
    });
    expect(changed.get("app.js")).toContain(
      "app.use(sessions);\napp.use(passport.session());",
    );
  });

  test("what is further apart is explained", () => {
    const { changed, refused } = fixed({
      "app.js": `${passportHead}app.use(passport.session());
app.use(express.json());
${use}
${tail}`,
    });
    expect(changed.size).toBe(0);
    expect(refused.map(({ why }) => why).join()).toContain(
      "next to each other",
    );
  });
});

describe("the secret", () => {
  const options = (secret: string) =>
    `{ secret: ${secret}, resave: false, saveUninitialized: false, ${lax} }`;
  const ignore = { ".gitignore": "node_modules\n.env\n" };

  test("moves to .env when git ignores it", () => {
    const { changed } = fixedApp(options(`"keyboard cat"`), ignore);
    expect(changed.get("app.js")).toBe(`${head}try {
  process.loadEnvFile(); // Reads .env.
} catch {
  // There is none: the variable comes from the environment.
}
if (!process.env.SESSION_SECRET) {
  throw new Error("SESSION_SECRET is not set: it belongs into .env or the environment");
}

app.use(session(${options("process.env.SESSION_SECRET")}));
${tail}`);
    expect(changed.get(".env")).toBe("SESSION_SECRET='keyboard cat'\n");
  });

  test("is added behind what .env holds", () => {
    const { changed } = fixedApp(options(`"abc"`), {
      ...ignore,
      ".env": "PORT=1",
    });
    expect(changed.get(".env")).toBe("PORT=1\nSESSION_SECRET=abc\n");
  });

  test("needs no second reader where dotenv is one", () => {
    const { changed } = fixed({
      ...ignore,
      "app.js": `require("dotenv").config();\n${head}// for everybody\napp.use(session(${options('"abc"')}));\n${tail}`,
    });
    const text = changed.get("app.js");
    expect(text).not.toContain("loadEnvFile");
    expect(text).toContain("}\n\n// for everybody\napp.use(session(");
  });

  test("moves from the variable or file in which it is", () => {
    const { changed } = fixed({
      ...ignore,
      "config.js": `module.exports = { secret: "abc", port: 1 };\n`,
      "app.js": `${head}const config = require("./config");\napp.use(session(${options("config.secret")}));\n${tail}`,
    });
    expect([...changed.keys()].sort()).toEqual([".env", "config.js"]);
    expect(changed.get("config.js")).toContain(
      "module.exports = { secret: process.env.SESSION_SECRET, port: 1 };",
    );
  });

  test("keeps its type in TypeScript", () => {
    const { changed } = fixed({
      ...ignore,
      "app.ts": `import session from "express-session";
export function sessions() {
  return session(${options('"abc"')});
}
`,
    });
    expect(changed.get("app.ts")).toContain(
      "secret: process.env.SESSION_SECRET as string,",
    );
  });

  const stays: [string, string, Texts, string][] = [
    ["where nothing ignores .env", `"abc"`, {}, ".gitignore"],
    [
      "beside another value",
      `"abc"`,
      { ...ignore, ".env": "SESSION_SECRET=other\n" },
      "another SESSION_SECRET",
    ],
    ["in quotes that are a mistake", `"process.env.SECRET"`, ignore, "quotes"],
    ["when it cannot be quoted", '"a\'b\\"c`"', ignore, "cannot be written"],
    ["when it is a list", `["a", "b"]`, ignore, "one object literal"],
  ];
  test.each(stays)("stays %s", (_, secret, more, told) => {
    const { changed, why } = fixedApp(options(secret), more);
    expect([...changed.keys()]).toEqual([]);
    expect(why.join()).toContain(told);
  });
});

describe("what is left alone", () => {
  test("a line that is silenced", () => {
    const { changed } = fixedApp(
      `{ ${good.slice(0, 2).join(", ")}, ${lax},
  // session-check-ignore save-uninitialized the counter needs it
  saveUninitialized: true }`,
    );
    expect(changed.size).toBe(0);
  });

  test("rules that were not asked for", () => {
    const folder = project({
      "app.js": `${head}app.use(session({ secret: process.env.S }));\n`,
    });
    const { changed } = planFixes(folder, (rule) => rule === "resave");
    expect(changed.get("app.js")).toContain(
      "session({ secret: process.env.S, resave: false })",
    );
  });
});

describe("writing", () => {
  const change = { file: "a.js", before: "old\n", after: "new\n" };

  test("keeps the mode, and leaves nothing beside", () => {
    const folder = project({ "a.js": "old\n" });
    const path = join(folder, "a.js");
    const { mode } = statSync(path);
    writeChanges(folder, [change]);
    expect(readFileSync(path, "utf8")).toBe("new\n");
    expect(statSync(path).mode).toBe(mode);
    expect(readdirSync(folder).sort()).toEqual(["a.js", "package.json"]);
  });

  test("keeps a byte order mark", () => {
    const folder = project({ "a.js": "\uFEFFold\n" });
    writeChanges(folder, [change]);
    expect(readFileSync(join(folder, "a.js"), "utf8")).toBe("\uFEFFnew\n");
  });

  test("a new file is for its owner only", () => {
    const folder = project({});
    writeChanges(folder, [{ file: ".env", before: undefined, after: "A=1\n" }]);
    expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["another text", "newer\n", "was changed"],
    ["bytes that are not UTF-8", Buffer.from([0x6f, 0xff]), "UTF-8"],
  ])("writes nothing where a file holds %s", (_, held, told) => {
    const folder = project({ "b.js": "old\n" });
    writeFileSync(join(folder, "a.js"), held);
    const both = [{ ...change, file: "b.js" }, change];
    expect(() => writeChanges(folder, both)).toThrow(told);
    expect(readFileSync(join(folder, "b.js"), "utf8")).toBe("old\n");
    expect(readdirSync(folder)).toHaveLength(3);
  });

  test("does not write through a link", () => {
    const folder = project({ "b.js": "old\n" });
    symlinkSync("b.js", join(folder, "a.js"));
    expect(() => writeChanges(folder, [change])).toThrow("no regular file");
    expect(readFileSync(join(folder, "b.js"), "utf8")).toBe("old\n");
  });
});

describe("whether git ignores .env", () => {
  const cases: [string, boolean, Texts][] = [
    ["no .gitignore", false, {}],
    [".env", true, { ".gitignore": ".env" }],
    ["/.env", true, { ".gitignore": "/.env\r\n" }],
    [".env*", true, { ".gitignore": ".env*\n" }],
    ["*.env", true, { ".gitignore": "*.env\n" }],
    ["**/.env", true, { ".gitignore": "**/.env\n" }],
    [".env.local", false, { ".gitignore": ".env.local\n" }],
    ["a comment", false, { ".gitignore": "# .env\n" }],
    ["a folder of that name", false, { ".gitignore": ".env/\n" }],
    ["taken back", false, { ".gitignore": ".env*\n!.env\n" }],
    ["a folder of another", false, { ".gitignore": "config/.env\n" }],
  ];
  test.each(cases)("%s: %s", (_, expected, texts) => {
    expect(isGitIgnored(join(project(texts), ".env"))).toBe(expected);
  });

  test("the repository around the project counts", () => {
    const folder = project({
      ".git/HEAD": "",
      ".gitignore": ".env\n",
      "packages/api/package.json": "{}",
    });
    expect(isGitIgnored(join(folder, "packages/api/.env"))).toBe(true);
  });

  test("so does what is ignored with its folder", () => {
    const folder = project({
      ".git/HEAD": "",
      ".gitignore": "/packages/\n",
      "packages/api/package.json": "{}",
    });
    expect(isGitIgnored(join(folder, "packages/api/.env"))).toBe(true);
  });
});

describe("a file of settings", () => {
  test.each([
    ["A=1\nSECRET=x # why\n", "x"],
    ["export SECRET = 'a b'\n", "a b"],
    ['SECRET="a#b" # why', "a#b"],
    ["SECRET=", ""],
    ["MY_SECRET=x", undefined],
    ["# SECRET=x", undefined],
  ])("%j", (text, expected) => {
    expect(variableIn(text, "SECRET")).toBe(expected);
  });

  test.each(["a", "a b", 'a"b', "$a", "a'b", "a#b", "ünï"])(
    "%j is read back",
    (value) => {
      const text = withVariable("", "SECRET", value) ?? "";
      expect(variableIn(text, "SECRET")).toBe(value);
    },
  );

  test.each(["a\nb", "'$a", "'\"`"])("%j cannot be written", (value) => {
    expect(withVariable("", "SECRET", value)).toBeUndefined();
  });
});

describe("diff", () => {
  test("shows what came and went with the lines around", () => {
    const lines = Array.from({ length: 20 }, (_, index) => `${index + 1}`);
    const after = lines.with(9, "ten").toSpliced(19, 0, "more");
    expect(
      unifiedDiff("a.js", `${lines.join("\n")}\n`, `${after.join("\n")}\n`),
    ).toBe(`--- a/a.js
+++ b/a.js
@@ -7,7 +7,7 @@
 7
 8
 9
-10
+ten
 11
 12
 13
@@ -17,4 +17,5 @@
 17
 18
 19
+more
 20
`);
  });

  test("a new file comes from nowhere", () => {
    expect(unifiedDiff(".env", undefined, "A=1\n")).toBe(
      "--- /dev/null\n+++ b/.env\n@@ -0,0 +1,1 @@\n+A=1\n",
    );
  });

  test("equal texts have none", () => {
    expect(unifiedDiff("a", "x\n", "x\n")).toBe("");
  });
});
