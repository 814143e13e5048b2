import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { selfSignedCertificate } from "../../src/certificate.ts";
import type { Files } from "../../src/compose.ts";
import type { Answers } from "../../src/options.ts";
import { renderProject } from "../../src/render.ts";
import { combinations, defaults, ingredientsFor } from "../combinations.ts";
import { mutations } from "../mutations.ts";

const root = join(import.meta.dirname, "../..");
const certificate = selfSignedCertificate();
const parent = mkdtempSync(join(tmpdir(), "mutations-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("the tests of generated apps pass", () => {
  const apps = new Map(
    mutations.map(({ options }) => [JSON.stringify(options ?? {}), options]),
  );
  test.each([...apps])("%s", async (title, options) => {
    const files = await generate(options);
    const tests = [...files.keys()].filter((path) => path.endsWith(".test.js"));
    const { code, output } = await run(write(title, files), [
      ...["--test", "--test-concurrency=4", ...tests],
    ]);
    expect(output).not.toMatch(/^\s*not ok/m);
    expect(code).toBe(0);
  });
});

test("every test of a generated app has a mutation", async () => {
  const apps = await Promise.all(combinations.map(generate));
  const all = apps.flatMap(idsIn);
  const missing = new Set(all);
  for (const { id } of mutations) missing.delete(id);
  expect(all).not.toEqual([]);
  expect([...missing]).toEqual([]);
});

describe("a defect is noticed by the test that is named after it", () => {
  const titled = mutations.map((mutation, index) => ({
    ...mutation,
    title: `${mutation.id}-${index}`,
  }));
  test.concurrent.each(titled)(
    "$id: $file $find",
    async ({ id, options, file, find, replace, title }) => {
      const files = await generate(options);
      const parts = files.get(file)?.split(find) ?? [];
      expect(parts, `${find} occurs once in ${file}`).toHaveLength(2);
      const mutated = new Map(files).set(file, parts.join(replace));
      const [path = ""] = testsWith(files, id);
      const { code, output } = await run(write(title, mutated), [
        `--test-name-pattern=${id} `,
        path,
      ]);
      expect(output).toMatch(new RegExp(`^ *not ok \\d+ - ${id} `, "m"));
      expect(code).toBe(1);
    },
  );
});

function generate(options: Partial<Answers> = {}): Promise<Files> {
  const answers: Answers = { ...defaults, ...options, language: "javascript" };
  return renderProject(answers, {
    ...ingredientsFor(answers),
    ...(answers.https === "direct" && { certificate }),
  });
}

function idsIn(files: Files): string[] {
  return [...files]
    .filter(([path]) => path.startsWith("test/"))
    .flatMap(([, text]) => [...text.matchAll(/\btest\(\s*"([A-Z]+-\d+) /g)])
    .map(([, id = ""]) => id);
}

function testsWith(files: Files, id: string): string[] {
  return [...files]
    .filter(
      ([path, text]) => path.startsWith("test/") && text.includes(`"${id} `),
    )
    .map(([path]) => path);
}

function write(title: string, files: Files): string {
  const folder = join(parent, title.replace(/\W+/g, "-"));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function run(cwd: string, args: readonly string[]) {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const options = { cwd, env, timeout: 60_000 };
  return new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile(
      process.execPath,
      ["--test-reporter=tap", ...args],
      options,
      (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}
