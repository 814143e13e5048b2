import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkProject } from "../../../src/check/check-project.ts";
import { renderProject } from "../../../src/render.ts";
import type { Answers } from "../../../src/options.ts";
import { combinations, ingredientsFor, titleOf } from "../../combinations.ts";
import { temporaryDirectory } from "../../system/run-cli.ts";

/** The findings of a generated app, of every severity, some of whose texts were replaced. */
async function findingsIn(
  answers: Answers,
  [find, put]: readonly [string, string],
) {
  const folder = temporaryDirectory();
  let isReplaced = find === "";
  const files = await renderProject(answers, ingredientsFor(answers));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const isSource = path.startsWith("src/") && text.includes(find);
    if (find !== "" && isSource) isReplaced = true;
    const written = isSource && find !== "" ? text.replace(find, put) : text;
    writeFileSync(join(folder, path), written);
  }
  expect(isReplaced).toBe(true);
  const { findings, unreadable } = checkProject(folder);
  expect(unreadable).toEqual([]);
  return findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`);
}

const some = combinations.find(
  ({ store, language, privacy }) =>
    store === "sqlite" && language === "typescript" && privacy === "standard",
)!;

describe("generated apps", () => {
  test.each(
    combinations.map((answers) => [titleOf(answers), answers] as const),
  )("%s: nothing is found", async (_title, answers) => {
    expect(await findingsIn(answers, ["", ""])).toEqual([]);
  });

  test.each([
    ["secret-hardcoded", "secret: settings.secrets", 'secret: "cat"'],
    ["secret-missing", "secret: settings.secrets,", ""],
    ["cookie-insecure", "secure: settings.secure,", "secure: false,"],
    ["cookie-httponly-false", "httpOnly: true", "httpOnly: false"],
    ["cookie-samesite-missing", 'sameSite: "lax",', ""],
    ["default-name", "name: settings.cookieName,", ""],
    ["resave", "resave: false", "resave: true"],
    ["save-uninitialized", "session-check-ignore save", "save"],
    ["cookie-maxage-missing", "session-check-ignore cookie", "cookie"],
    ["misplaced-option", "resave: false", "resave: false, httpOnly: true"],
    ["memory-store", "store,\n        name:", "name:"],
    ["trust-proxy-permissive", "settings.trustProxy", "true"],
  ])("%s is found alone where the app has it", async (rule, find, put) => {
    const found = await findingsIn(some, [find, put]);
    expect(found.map((one) => one.split(" ")[0])).toEqual([rule]);
  });
});
