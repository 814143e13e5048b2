import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Options, check } from "prettier";
import { describe, expect, test } from "vitest";
import type { Files } from "../src/compose.ts";
import type { Answers } from "../src/options.ts";
import { renderProject } from "../src/render.ts";
import {
  combinations,
  defaults,
  ingredientsFor,
  titleOf,
} from "./combinations.ts";
import { combinedValues, coveringRows } from "./covering.ts";

const projects = await Promise.all(
  combinations.map(async (answers) => ({
    answers,
    title: titleOf(answers),
    files: await generate(answers),
  })),
);

/** Each distinct file of all projects once, with the first project that has it. */
const distinct = [
  ...new Map(
    projects.flatMap(({ title, files }) =>
      [...files].map(
        ([path, text]) => [`${path}\0${text}`, { path, text, title }] as const,
      ),
    ),
  ).values(),
];

const covering = new Set(
  coveringRows(combinations, combinedValues).map(titleOf),
);

/** Generated apps bring the options they are formatted with. */
const { prettier: style } = JSON.parse(
  projects[0]?.files.get("package.json") ?? "{}",
) as { prettier?: Options };

describe("every file of every combination", () => {
  test.each([
    ["ends with exactly one newline", /(?<!\n)$|\n\n$/],
    ["has no blanks at the end of a line", /[ \t]$/m],
    ["has no two blank lines running", /\n\n\n/],
    ["has no blank line at its start", /^\n/],
    ["has no carriage return or tab", /[\r\t]/],
    ["has no tag left", /%\*\/|\/\*%|%-->|<!--%|%#|#%/],
    ["has no object where text was meant", /\[object Object\]|"undefined"/],
  ])("%s", (_title, fault) => {
    expect(whereFound(({ text }) => fault.test(text))).toEqual([]);
  });

  test("has no value that was missing, where it is no code", () => {
    const faults = whereFound(
      ({ path, text }) =>
        !/\.[jt]s$/.test(path) && /\b(?:undefined|NaN)\b/.test(text),
    );
    expect(faults).toEqual([]);
  });

  test("has no tag left, where it is no view of the app", () => {
    const faults = whereFound(
      ({ path, text }) => !path.endsWith(".ejs") && /<%|%>/.test(text),
    );
    expect(faults).toEqual([]);
  });

  test("is JSON that parses, where it is JSON", () => {
    const faults = whereFound(
      ({ path, text }) => path.endsWith(".json") && !isJson(text),
    );
    expect(faults).toEqual([]);
  });

  // There is a README for nearly every combination, so those of pairs have to do.
  test("is formatted as Prettier does", { timeout: 30_000 }, async () => {
    const formatted = distinct.filter(
      ({ path, title }) =>
        /\.(?:ts|js|mjs|json|css|ya?ml|html)$/.test(path) ||
        (path === "README.md" && covering.has(title)),
    );
    const faults = [];
    for (const { path, text, title } of formatted) {
      if (!(await check(text, { ...style, filepath: path })))
        faults.push({ path, title });
    }
    expect(faults).toEqual([]);
  });
});

describe("the list of files", () => {
  test.each(["typescript", "javascript"] as const)(
    "of %s apps",
    async (language) => {
      const files = await generate({ ...defaults, language });
      expect([...files.keys()].join("\n")).toMatchSnapshot();
    },
  );
});

const wholeProjects: Record<string, Answers> = {
  "default-typescript": defaults,
  "gdpr-prod-https-direct-javascript": {
    ...defaults,
    privacy: "gdpr",
    environment: "prod-https",
    https: "direct",
    language: "javascript",
  },
};

describe.each(Object.entries(wholeProjects))("%s", async (name, answers) => {
  const folder = join(import.meta.dirname, "snapshots", name);
  const files = await generate(answers);

  test.each([...files])("%s is as it was reviewed", async (path, text) => {
    await expect(text).toMatchFileSnapshot(join(folder, undotted(path)));
  });

  test("has every file that was reviewed", () => {
    const reviewed = existsSync(folder) ? filesBelow(folder) : [];
    const names = [...files.keys()].map(undotted);
    const gone = reviewed.filter((path) => !names.includes(path));
    expect(gone, `delete these from ${folder}`).toEqual([]);
  });
});

describe("the source of the default app is read in ten minutes", async () => {
  const source = [...(await generate(defaults))].filter(([path]) =>
    path.startsWith("src/"),
  );

  test("in twelve files at the most", () => {
    expect(source.length).toBeLessThanOrEqual(12);
  });

  test("in 500 lines at the most", () => {
    const lines = source.flatMap(([, text]) => text.trimEnd().split("\n"));
    expect(lines.length).toBeLessThanOrEqual(500);
  });
});

function generate(answers: Answers): Promise<Files> {
  return renderProject(answers, ingredientsFor(answers));
}

function whereFound(
  isFault: (file: { path: string; text: string }) => boolean,
) {
  return distinct
    .filter(isFault)
    .map(({ path, title }) => `${path} of ${title}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Not JSON: that is the answer.
    return false;
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => path.slice(folder.length + 1));
}

/** Git would obey a .gitignore among the snapshots. */
function undotted(path: string): string {
  return path.replace(/^\./, "_");
}
