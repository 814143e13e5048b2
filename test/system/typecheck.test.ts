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
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import type { Files } from "../../src/compose.ts";
import type { Answers } from "../../src/options.ts";
import { renderProject } from "../../src/render.ts";
import { combinations, ingredientsFor, titleOf } from "../combinations.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const parent = mkdtempSync(join(tmpdir(), "typecheck-"));
afterAll(() => rmSync(parent, { recursive: true }));

const projects = await Promise.all(
  combinations.map(async (answers) => ({
    answers,
    title: titleOf(answers),
    ...(await generate(answers)),
  })),
);

describe("TypeScript apps pass their own type check", () => {
  const distinct = firstOfEach(
    projects.filter(({ answers }) => answers.language === "typescript"),
    ({ files }) =>
      JSON.stringify(
        [...files].filter(([path]) => !path.startsWith("scripts/")),
      ),
  );

  test.concurrent.each(distinct)(
    "$title",
    async ({ title, files, manifest }) => {
      const [, ...words] = manifest.scripts.typecheck.split(" ");
      const folder = write(title, files);
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      await expect(
        run(process.execPath, [tsc, ...words, "--pretty", "false"], {
          cwd: folder,
        }).catch(({ stdout }: { stdout: string }) =>
          Promise.reject(new Error(stdout)),
        ),
      ).resolves.toBeDefined();
    },
  );
});

describe("JavaScript apps have no syntax error", () => {
  const distinct = firstOfEach(
    projects
      .filter(({ answers }) => answers.language === "javascript")
      .flatMap(({ title, files }) =>
        [...files].map(([path, text]) => ({ title, path, text })),
      )
      .filter(({ path }) => /\.m?js$/.test(path)),
    ({ path, text }) => `${path}\0${text}`,
  );

  test.concurrent.each(distinct)(
    "$path of $title",
    async ({ path, text, title }) => {
      const folder = write(`${title} ${path}`, new Map([[path, text]]));
      await expect(
        run(process.execPath, ["--check", join(folder, path)]),
      ).resolves.toBeDefined();
    },
  );
});

async function generate(answers: Answers) {
  const files = await renderProject(answers, ingredientsFor(answers));
  const manifest = JSON.parse(files.get("package.json") ?? "") as Manifest;
  return { files: codeOf(files), manifest };
}

interface Manifest {
  scripts: { typecheck: string };
}

function codeOf(files: Files): Files {
  return new Map(
    [...files].filter(([path]) =>
      /\.(?:[cm]?[jt]s)$|tsconfig.*\.json$/.test(path),
    ),
  );
}

function firstOfEach<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  return [
    ...new Map(items.toReversed().map((item) => [keyOf(item), item])).values(),
  ];
}

function write(title: string, files: Files): string {
  const folder = join(parent, title.replace(/\W+/g, "-"));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}
