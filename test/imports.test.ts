import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const folder = join(import.meta.dirname, "../src");
const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  .map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    return {
      file: `src/${name}`,
      name: name.replace(/\.ts$/, ""),
      text,
      imports: importsOf(text),
    };
  });

describe.each(sources)("$file", ({ name, text, imports }) => {
  test("imports nothing that may not be known to it", () => {
    expect(imports.filter((imported) => !mayImport(name, imported))).toEqual(
      [],
    );
  });

  test("never ends the process by itself", () => {
    expect(text).not.toMatch(/process\.exit\(/);
  });
});

/** The builtin modules and packages that only some files may use: each has one place that deals with it. */
const reserved: readonly [imported: RegExp, by: readonly string[]][] = [
  [/^virtual:templates$/, ["templates"]],
  [/^virtual:stores$/, ["stores"]],
  [/^cross-spawn$/, ["run-program"]],
  [
    /^node:fs(?:\/promises)?$/,
    [
      "config",
      "conflicts",
      "journal",
      "lock",
      "lock-owner",
      "look",
      "merge",
      "output",
      "project",
      "secrets",
      "start",
      "terminal",
      "write",
    ],
  ],
  [/^@inquirer\//, ["prompts"]],
];

/** What a module must not know, so that each can be read without the ones above it. */
const forbidden: Readonly<Record<string, RegExp>> = {
  errors: /^\.\//,
  stores: /^\.\//,
  compose: /^\.\/(?!errors)/,
  options: /^\.\/(?!stores|errors)/,
  templates: /^\.\/(?!options|stores)/,
  render: /^\.\/(?!templates|compose|options|stores|package-manager)/,
};

function mayImport(name: string, imported: string): boolean {
  if (/^\.\/(?:cli|index)\.ts$/.test(imported)) return false;
  const reservation = reserved.find(([module]) => module.test(imported));
  if (reservation && !reservation[1].includes(name)) {
    return false;
  }
  return !forbidden[name]?.test(imported);
}

function importsOf(text: string): string[] {
  const pattern = /(?:\bfrom |^import |\bimport\()"([^"]+)"/gm;
  return [...text.matchAll(pattern)].map(([, imported]) => imported ?? "");
}
