import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { afterEach, describe, expect, test } from "vitest";
import { templatesPlugin } from "../../scripts/templates-plugin.mjs";
import { toJavaScript } from "../../scripts/to-javascript.mjs";
import type { layers as templateLayers } from "virtual:templates";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("the module of the templates", () => {
  test("a file without tags is its own text", async () => {
    const { layers } = await build({ "base/README.md": "# Hello\n" });
    expect(layers["base"]?.shared).toEqual({ "README.md": "# Hello\n" });
  });

  test.each([
    ["src/a.ts", "/*%_ if (gdpr) { _%*/\na();\n/*%_ } _%*/\nb();\n"],
    ["a.css", "/*%_ if (gdpr) { _%*/\na();\n/*%_ } _%*/\nb();\n"],
    ["a.md", "<!--%_ if (gdpr) { _%-->\na();\n<!--%_ } _%-->\nb();\n"],
    ["a.html", "<!--%_ if (gdpr) { _%-->\na();\n<!--%_ } _%-->\nb();\n"],
    ["compose.yaml", "#%_ if (gdpr) { _%#\na();\n#%_ } _%#\nb();\n"],
    ["_env", "#%_ if (gdpr) { _%#\na();\n#%_ } _%#\nb();\n"],
  ])("tags hide in the comments of %s", async (path, text) => {
    const { layers } = await build({ [`typescript/${path}`]: text });
    const template = layers["typescript"]?.typescript[path.replace("_", ".")];
    if (typeof template !== "function") throw new Error("no tags were found");
    expect(template({ gdpr: true })).toBe("a();\nb();\n");
    expect(template({ gdpr: false })).toBe("b();\n");
  });

  test("values are not escaped for HTML", async () => {
    const text = '{ "name": "<%= packageName %>" }\n';
    const { layers } = await build({ "base/package.json": text });
    const template = layers["base"]?.shared["package.json"];
    if (typeof template !== "function") throw new Error("no tags were found");
    expect(template({ packageName: "a&b" })).toBe('{ "name": "a&b" }\n');
  });

  test("a name that is no local throws when the template is rendered", async () => {
    const { layers } = await build({ "base/a.md": "<!--%= nonsense %-->\n" });
    const template = layers["base"]?.shared["a.md"];
    if (typeof template !== "function") throw new Error("no tags were found");
    expect(() => template({})).toThrow("nonsense is not defined");
  });

  test("only the last segment's underscore becomes a dot", async () => {
    const { layers } = await build({ "base/_a/_gitignore": "x\n" });
    expect(Object.keys(layers["base"]?.shared ?? {})).toEqual([
      "_a/.gitignore",
    ]);
  });

  test("TypeScript gets a JavaScript variant, declarations do not", async () => {
    const { layers } = await build({
      "base/src/a.ts": "export const a: number = 1;\n",
      "base/src/types/b.d.ts": "export type B = string;\n",
      "typescript/src/c.ts": "export const c: number = 1;\n",
    });
    expect(Object.keys(layers["base"]?.typescript ?? {})).toEqual([
      "src/a.ts",
      "src/types/b.d.ts",
    ]);
    expect(Object.keys(layers["base"]?.javascript ?? {})).toEqual(["src/a.js"]);
    const both = layers["base"]?.javascript["src/a.js"];
    if (typeof both !== "function") throw new Error("the variants are one");
    expect(both({ typescript: false })).toBe("export const a = 1;\n");
    expect(both({ typescript: true })).toBe("export const a: number = 1;\n");
    expect(layers["typescript"]?.javascript).toEqual({});
  });

  test("store.json is no file of the project, and lists the store", async () => {
    const store = (order: number) =>
      JSON.stringify({ label: "L", reason: "R", order });
    const { layers, stores } = await build({
      "stores/b/store.json": store(1),
      "stores/a/store.json": store(2),
      "stores/a/compose.yaml": "x: 1\n",
    });
    expect(stores).toEqual([
      { value: "b", label: "L", reason: "R", server: false },
      { value: "a", label: "L", reason: "R", server: false },
    ]);
    expect(layers["stores/a"]?.shared).toEqual({ "compose.yaml": "x: 1\n" });
  });

  test.each([
    ["base/src/a.ts", "enum A {\n  b,\n}\n", "enum is not supported"],
    ["base/src/a.ts", "type A = string;\n", "must not declare types"],
    ["base/a.md", "<!--% if ( { %-->\n", "Unexpected token"],
    ["stores/a/store.json", "{}", 'needs "label"'],
  ])(
    "the build names the file that is wrong: %s %s",
    async (path, text, why) => {
      const failure = await build({ [path]: text }).catch(String);
      expect(failure).toContain(path);
      expect(failure).toContain(why);
    },
  );
});

describe("the JavaScript variant", () => {
  test("keeps comments, tags and blank lines", async () => {
    const text = [
      'import type { A } from "./a.js";',
      'import { b, type C } from "./b.js";',
      "",
      "/*%_ if (gdpr) { _%*/",
      "// why",
      "export function c(",
      "  a: A,",
      "): C {",
      "  return b as C;",
      "}",
      "/*%_ } _%*/",
      "",
    ].join("\n");
    expect(await toJavaScript(text)).toBe(
      [
        'import { b } from "./b.js";',
        "",
        "/*%_ if (gdpr) { _%*/",
        "// why",
        "export function c(a) {",
        "  return b;",
        "}",
        "/*%_ } _%*/",
        "",
      ].join("\n"),
    );
  });

  test("has no line that held a type only", async () => {
    const text = "f<{\n  a: string;\n}>();\n\ng();\n";
    expect(await toJavaScript(text)).toBe("f();\n\ng();\n");
  });
});

interface Built {
  layers: Record<string, Awaited<ReturnType<(typeof templateLayers)[string]>>>;
  stores: object[];
}

/** Bundles the modules the plugin makes of a folder with these files. */
async function build(files: Record<string, string>): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), "templates-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const entry = join(folder, "entry.js");
  writeFileSync(
    entry,
    'export * from "virtual:templates";\nexport * from "virtual:stores";\n',
  );
  const bundle = await rolldown({
    input: entry,
    logLevel: "silent",
    plugins: [templatesPlugin(folder)],
  });
  const { output } = await bundle.generate({
    format: "esm",
    codeSplitting: false,
  });
  const { layers, stores } = (await import(
    `data:text/javascript,${encodeURIComponent(output[0].code)}`
  )) as { layers: typeof templateLayers; stores: object[] };
  const loaded = await Promise.all(
    Object.entries(layers).map(
      async ([name, load]) => [name, await load()] as const,
    ),
  );
  return { layers: Object.fromEntries(loaded), stores };
}
