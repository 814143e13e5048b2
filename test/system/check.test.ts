import { spawn } from "node:child_process";
import {
  mkdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { bin, contents, run, start, temporaryDirectory } from "./run-cli.ts";
import { inTerminal, keys } from "./terminal.ts";

const app = `const express = require("express");
const session = require("express-session");
const app = express();
app.use(session({ secret: "keyboard cat", resave: true, saveUninitialized: true }));
app.get("/", (req, res) => res.send(String((req.session.views = (req.session.views ?? 0) + 1))));
const server = app.listen(0, () => console.log("port " + server.address().port));
`;
const good = `const express = require("express");
express().get("/", (req, res) => res.send("hello")).listen(3000);
`;
const manifest = `{ "dependencies": { "express": "5", "express-session": "1" } }\n`;

function project(texts: Readonly<Record<string, string>>): string {
  const folder = temporaryDirectory();
  for (const [file, text] of Object.entries({
    "package.json": manifest,
    ...texts,
  })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

function findings(stdout: string): string[] {
  const told = JSON.parse(stdout) as { findings: { rule: string }[] };
  return told.findings.map(({ rule }) => rule);
}

describe("exit codes", () => {
  test("1 with findings, which stand on standard output", () => {
    const result = run(["check"], { cwd: project({ "app.js": app }) });
    expect(result).toMatchObject({ code: 1, stderr: "" });
    expect(result.stdout).toContain("app.js\n  4:");
    expect(result.stdout).toContain("check --explain resave");
  });

  test("0 without", () => {
    const result = run(["check"], { cwd: project({ "app.js": good }) });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toContain("Nothing found");
  });

  test("0 when all that was found is less severe", () => {
    const cwd = project({ "app.js": app });
    const words = ["check", "--rule", "resave", "--min-severity", "error"];
    expect(run(words, { cwd })).toMatchObject({ code: 0 });
  });

  test("--ignore leaves out", () => {
    const cwd = project({ "app.js": app });
    const words = ["check", "--rule", "resave", "--ignore", "resave"];
    expect(run(words, { cwd })).toMatchObject({ code: 0 });
  });

  const wrong: [string, string[], string][] = [
    ["an unknown rule", ["--rule", "resve"], "Did you mean resave?"],
    ["an unknown rule to explain", ["--explain", "x"], "The rules: "],
    ["an unknown format", ["--format", "xml"], "text, json, sarif"],
    ["a path that is not there", ["nowhere"], "there is no folder nowhere"],
    ["a file", ["package.json"], "package.json is not a folder"],
    ["a host without protocol", ["localhost:3000"], "http://localhost:3000"],
    ["a protocol that nobody speaks", ["ftp://localhost"], "http://"],
    ["a host that is not local", ["http://192.0.2.1"], "--yes"],
    ["a folder without code", ["empty"], "nothing in node_modules"],
  ];
  test.each(wrong)("2 for %s", (title, words, told) => {
    const cwd = project({ "empty/README.md": "" });
    const result = run(["check", ...words], { cwd });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    const text = title === "a folder without code" ? "to check in empty" : told;
    expect(result.stderr).toContain(text);
  });

  test("1 for an app that does not run", () => {
    const words = ["check", "http://localhost:1"];
    const result = run(words, { cwd: temporaryDirectory() });
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain("Nothing answers");
  });

  test("130 for Ctrl-C while a running app is asked", async () => {
    const server = createServer(() => {}).listen(0, "localhost");
    onTestFinished(() => void server.close());
    await new Promise((listening) => server.once("listening", listening));
    const { port } = server.address() as AddressInfo;
    const cwd = temporaryDirectory();
    const { child, ended } = start(["check", `http://localhost:${port}`], {
      cwd,
    });
    await new Promise((asked) => server.once("request", asked));
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 130, signal: null });
  });
});

describe("formats", () => {
  test("JSON has the keys that are promised", () => {
    const cwd = project({
      "src/app.js": app,
      "odd.js": "a ( = express-session",
    });
    const { stdout, stderr } = run(["check", "--format", "json"], { cwd });
    const told = JSON.parse(stdout) as {
      findings: object[];
      unreadable: { file: string }[];
    };
    expect(stderr).toBe("");
    expect(Object.keys(told)).toEqual(["findings", "unreadable"]);
    expect(Object.keys(told.findings[0] ?? {})).toEqual([
      ...["rule", "severity", "file", "line", "message", "fix"],
    ]);
    expect(told.findings[0]).toMatchObject({ file: "src/app.js", line: 4 });
    expect(told.unreadable.map(({ file }) => file)).toEqual(["odd.js"]);
  });

  test("files are named from PATH on", () => {
    const cwd = project({ "api/src/app.js": app });
    const { stdout } = run(["check", "api", "--format=json"], { cwd });
    expect(stdout).toContain('"file": "src/app.js"');
  });

  test("SARIF names them from where the command was run", () => {
    const cwd = project({ "api/src/app.js": app });
    const { code, stdout } = run(["check", "api", "--format=sarif"], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('"uri": "api/src/app.js"');
  });

  test("the schema is published", () => {
    const schema = resolve("dist/check.schema.json");
    expect(JSON.parse(readFileSync(schema, "utf8"))).toMatchObject({
      required: ["findings", "unreadable"],
    });
  });

  test("--explain prints the rule's page", () => {
    const cwd = temporaryDirectory();
    const result = run(["check", "--explain", "resave"], { cwd });
    const page = readFileSync("docs/rules/resave.md", "utf8");
    expect(result).toMatchObject({ code: 0, stdout: page, stderr: "" });
  });

  test("--help says what there is", () => {
    const { code, stdout } = run(["check", "--help"], {
      cwd: temporaryDirectory(),
    });
    expect(code).toBe(0);
    expect(stdout).toContain("session-check-ignore");
  });
});

describe("creating an app", () => {
  test("./check is a directory", () => {
    const cwd = temporaryDirectory();
    const words = ["./check", "--yes", "--dry-run", "--json"];
    expect(run(words, { cwd }).stdout).toContain('"ok": true');
  });
});

describe("--fix", () => {
  const ignore = { ".gitignore": "node_modules\n.env\n" };

  test("shows the changes and makes none without --yes", () => {
    const cwd = project({ "app.js": app, ...ignore });
    const before = contents(cwd);
    const { code, stdout } = run(["check", "--fix"], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain("--- a/app.js\n+++ b/app.js\n@@ -1,6 +1,");
    expect(stdout).toContain("add --yes");
    expect(stdout).not.toMatch(/\+SESSION_SECRET=.*cat/);
    expect(contents(cwd)).toEqual(before);
  });

  test("leaves nothing of what it mends, and an app that starts", async () => {
    const cwd = project({ "app.js": app, ...ignore });
    symlinkSync(resolve("node_modules"), join(cwd, "node_modules"));
    const { stdout } = run(["check", "--fix", "--yes", "--format", "json"], {
      cwd,
    });
    const rules = findings(stdout);
    expect(rules).toContain("memory-store");
    expect(rules).not.toContain("secret-hardcoded");
    expect(rules).not.toContain("resave");
    const changed = contents(cwd);
    expect(await visit(cwd)).toMatchObject({ status: 200, body: "1" });
    run(["check", "--fix", "--yes"], { cwd });
    expect(contents(cwd)).toEqual(changed);
    unlinkSync(join(cwd, ".env"));
    await expect(visit(cwd)).rejects.toThrow("SESSION_SECRET is not set");
  });
});

test("--fix of everything at once sets the cookie that was meant", async () => {
  const cwd = project({
    ".gitignore": ".env\n",
    "package.json": `{ "type": "module" }`,
    "options.js": `// The sessions of the shop.
export const options = {
  secret: 'keyboard cat', // not good
  key: 'shop.sid',
  saveUnitialized: true,
  resave: true,
  cookie: {
    httpOnly: false,
    expires: new Date(Date.now() + 60 * 60 * 1000), // an hour
  },
};
`,
    "app.js": `import express from 'express';
import session from 'express-session';
import { options } from './options.js';
const app = express();
app.use(session(options));
app.get('/', (req, res) => res.send(String((req.session.views = (req.session.views ?? 0) + 1))));
const server = app.listen(0, () => console.log('port ' + server.address().port));
`,
  });
  symlinkSync(resolve("node_modules"), join(cwd, "node_modules"));
  run(["check", "--fix", "--yes"], { cwd });
  expect(readFileSync(join(cwd, "options.js"), "utf8"))
    .toContain(`export const options = {
  secret: process.env.SESSION_SECRET, // not good
  name: 'shop.sid',
  saveUninitialized: false,
  resave: false,
  cookie: {
    maxAge: 60 * 60 * 1000, // an hour
    sameSite: 'lax',
  },
};
`);
  const { cookie } = await visit(cwd);
  expect(cookie).toMatch(
    /^shop\.sid=s%3A.*; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/,
  );
});

describe("in a terminal", () => {
  const texts = { "app.js": app, ".gitignore": ".env\n" };
  const words = ["check", "--fix", "--rule", "resave"];
  const question = "Make this change?";

  test("yes makes the changes", async () => {
    const cwd = project(texts);
    const { answer, ended } = inTerminal(bin, words, { cwd });
    await answer(question, `yes${keys.enter}`);
    expect(await ended).toBe(0);
    expect(readFileSync(join(cwd, "app.js"), "utf8")).toContain(
      "resave: false",
    );
  });

  test.each([
    ["no", `no${keys.enter}`, 1, "Nothing was changed"],
    ["the default", keys.enter, 1, "Nothing was changed"],
    ["Ctrl-C", keys.ctrlC, 130, "Cancelled. Nothing was changed."],
  ])("%s makes none", async (_, typed, code, told) => {
    const cwd = project(texts);
    const before = contents(cwd);
    const { answer, ended, text } = inTerminal(bin, words, { cwd });
    await answer(question, typed);
    expect(await ended).toBe(code);
    expect(text()).toContain(told);
    expect(contents(cwd)).toEqual(before);
  });

  test("a host that is not local is asked about", async () => {
    const cwd = temporaryDirectory();
    const url = "http://192.0.2.1";
    const { answer, ended, text } = inTerminal(bin, ["check", url], { cwd });
    await answer("Is it yours", `no${keys.enter}`);
    expect(await ended).toBe(130);
    expect(text()).toContain("Nothing was sent.");
  });

  test.each([
    ["colours", {}, true],
    ["none with NO_COLOR", { NO_COLOR: "1" }, false],
  ])("there are %s", async (_, env, expected) => {
    const cwd = project(texts);
    const { ended, raw } = inTerminal(bin, ["check"], { cwd, env });
    expect(await ended).toBe(1);
    expect(raw().includes("\u001b[")).toBe(expected);
  });
});

/** Starts app.js and asks for its page. */
async function visit(cwd: string) {
  const child = spawn(process.execPath, ["app.js"], { cwd });
  try {
    const port = await new Promise<string>((listening, failed) => {
      let errors = "";
      child.stderr.on("data", (text) => (errors += text));
      child.stdout.on("data", (text) => {
        const [, found] = /port (\d+)/.exec(String(text)) ?? [];
        if (found) listening(found);
      });
      child.on("close", () => failed(new Error(errors)));
    });
    const answer = await fetch(`http://localhost:${port}`);
    const cookie = answer.headers.get("set-cookie");
    return { status: answer.status, body: await answer.text(), cookie };
  } finally {
    child.kill();
  }
}
