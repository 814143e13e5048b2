import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkProject } from "../../../src/check/check-project.ts";
import type { CheckResult } from "../../../src/check/finding.ts";

/** Files by path; a single text stands for app.js. */
export type Sources = string | Readonly<Record<string, string>>;

/** Checks files that are there only for as long as it takes. */
export function check(sources: Sources): CheckResult {
  const files = typeof sources === "string" ? { "app.js": sources } : sources;
  const folder = mkdtempSync(join(tmpdir(), "session-check-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return checkProject(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where one rule finds something: `app.js:3`. */
export function placesOf(rule: string, sources: Sources): string[] {
  return check(sources)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ file, line }) => `${file}:${line}`);
}

const wholeOptions: Readonly<Record<string, string>> = {
  name: "'sid'",
  secret: "process.env.SECRET",
  store: "new Store()",
  resave: "false",
  saveUninitialized: "false",
  cookie: "{ secure: 'auto', sameSite: 'lax', maxAge: 3600000 }",
};

/** An app whose session is right but for these options; `""` leaves one out. Line 2 has the call, each option one more. */
export function appWith(
  options: Readonly<Record<string, string>>,
  more = "",
): string {
  const all = Object.entries({ ...wholeOptions, ...options })
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value},`);
  return [
    "const express = require('express'), session = require('express-session'), Store = require('a-store')(session), app = express();",
    "app.use(session({",
    ...all,
    "}));",
    more,
  ].join("\n");
}
