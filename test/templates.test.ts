import { readFileSync } from "node:fs";
import ejs from "ejs";
import { describe, expect, test } from "vitest";
import { layers } from "virtual:templates";
import {
  ejsOptions,
  localNames,
  withoutStandIns,
} from "../scripts/compile-template.mjs";
import { readTemplates } from "../scripts/read-templates.mjs";
import { readVariants } from "../scripts/templates-plugin.mjs";
import { localsFor, renderProject } from "../src/render.ts";
import { stores } from "../src/stores.ts";
import { combinations, ingredientsFor } from "./combinations.ts";

const folder = `${import.meta.dirname}/../templates`;
const templates = (await readVariants(folder)).flatMap(
  ({ javascript, ...template }) =>
    javascript
      ? [
          template,
          { ...template, ...javascript, language: "javascript" as const },
        ]
      : [template],
);
const locals = combinations
  .filter(({ packageManager, store }) => {
    return packageManager === "npm" && store === "sqlite";
  })
  .map((answers) => localsFor(answers, ingredientsFor(answers)));

test("the list of locals is what templates are rendered with", () => {
  expect(Object.keys(locals[0] ?? {}).toSorted()).toEqual(localNames);
});

test("what generated apps depend on is installed here too, in the same version", async () => {
  const wanted: string[] = [];
  for (const answers of combinations) {
    const files = await renderProject(answers, ingredientsFor(answers));
    wanted.push(...dependenciesOf(files.get("package.json") ?? "{}"));
  }
  const here = dependenciesOf(
    readFileSync(`${folder}/../package.json`, "utf8"),
  );
  const missing = [...new Set(wanted)].filter((line) => !here.includes(line));
  expect(missing).toEqual([]);
});

test.each(["standard", "gdpr"])(
  "the pages of a %s app have one head and one menu, although each is whole",
  async (wanted) => {
    const answers = combinations.find(({ privacy }) => privacy === wanted)!;
    const files = await renderProject(answers, ingredientsFor(answers));
    const pages = [...files].filter(([path]) => path.endsWith(".ejs"));
    const heads = pages.map(([, text]) => headOf(text));
    const menus = pages
      .filter(([path]) => path !== "views/error.ejs")
      .map(([, text]) => menuOf(text));
    expect(menus.length).toBeGreaterThan(1);
    expect(new Set(heads).size).toBe(1);
    expect(new Set(menus).size).toBe(1);
  },
);

describe.each(templates)("$layer $path ($language)", (template) => {
  const { layer, path, language, text } = template;

  test("compiled, gives what ejs gives", async () => {
    const compiled = (await layers[layer]?.())?.[language][path];
    const seen = locals.filter((each) =>
      ["shared", each.language].includes(language),
    );
    for (const each of seen) {
      const expected = ejs.render(
        withoutStandIns(text),
        each,
        ejsOptions(path),
      );
      expect(typeof compiled === "function" ? compiled(each) : compiled).toBe(
        expected,
      );
    }
  });

  if (/\.(?:[cm]?[jt]s|css)$/.test(path)) {
    test("has two blocks at most, without else", () => {
      const tags = text.match(/\/\*%.*?%\*\//gs) ?? [];
      const blocks = tags.filter((tag: string) => /\bif \(/.test(tag));
      expect(blocks.length).toBeLessThanOrEqual(2);
      expect(tags.join("")).not.toContain("else");
    });
  }
});

describe.each(stores)("the folder of $value", ({ value }) => {
  const files = readTemplates(folder)
    .filter(({ layer }) => layer === `stores/${value}`)
    .map(({ path }) => path);

  test("has what a store needs, and nothing else", () => {
    const optional = [
      ...[".env", ".env.example", ".gitignore", "README.md"],
      "package.json",
    ];
    const isOptional = (path: string) =>
      optional.includes(path) ||
      /^src\/(?!session-store)[\w-]+\.ts$/.test(path);
    expect(files.filter((path) => !isOptional(path))).toEqual([
      "src/session-store.ts",
      `test/${value}.test.ts`,
    ]);
  });
});

/** From the start to where the body begins, whatever the title. */
function headOf(page: string): string {
  const [head = ""] = /<!doctype html>[^]*<body>/.exec(page) ?? [];
  expect(head).toContain("<title>");
  return head.replace(/<title>.*<\/title>/, "");
}

/** The header with its links; a page that is there while one develops needs not ask whether one does. */
function menuOf(page: string): string {
  const [header = ""] = /<header>[^]*<\/header>/.exec(page) ?? [];
  expect(header).toContain("<nav");
  return header.replace(/^.*<%_.*_%>\n/gm, "");
}

function dependenciesOf(manifest: string): string[] {
  const { dependencies, devDependencies } = JSON.parse(manifest) as Record<
    string,
    object
  >;
  return Object.entries({ ...dependencies, ...devDependencies }).map(
    ([name, range]) => `${name}@${String(range).replace(/^[~^]/, "")}`,
  );
}
