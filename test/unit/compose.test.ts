import { describe, expect, test } from "vitest";
import { compose } from "../../src/compose.ts";

describe("compose", () => {
  test("takes the files of all layers, sorted by path", () => {
    const files = lay({ "src/b.ts": "b\n" }, { "src/a.ts": "a\n" });
    expect([...files]).toEqual([
      ["src/a.ts", "a\n"],
      ["src/b.ts", "b\n"],
    ]);
  });

  test("a file that two layers bring is an error", () => {
    expect(() => lay({ "a.ts": "1\n" }, { "a.ts": "2\n" })).toThrow(
      "two layers bring a.ts",
    );
  });

  test("only the project's own README.md is appended to", () => {
    expect(() =>
      lay({ "docs/README.md": "1" }, { "docs/README.md": "2" }),
    ).toThrow("two layers bring docs/README.md");
  });

  test.each(["README.md", ".env", ".env.example"])(
    "%s gets the parts in order with one blank line between",
    (path) => {
      const files = lay({ [path]: "one\n" }, { [path]: "two\n" });
      expect(files.get(path)).toBe("one\n\ntwo\n");
    },
  );

  test(".gitignore is one list", () => {
    const files = lay({ ".gitignore": "a\n" }, { ".gitignore": "b\n" });
    expect(files.get(".gitignore")).toBe("a\nb\n");
  });

  test("a part with nothing in it leaves no blank line", () => {
    const files = lay({ "README.md": "one\n" }, { "README.md": "" });
    expect(files.get("README.md")).toBe("one\n");
  });
});

describe("package.json", () => {
  test("has the dependencies of all layers, sorted", () => {
    const manifest = layManifests(
      { dependencies: { express: "^5" } },
      { dependencies: { "connect-redis": "^9" } },
    );
    expect(manifest).toBe(
      '{\n  "dependencies": {\n    "connect-redis": "^9",\n    "express": "^5"\n  }\n}\n',
    );
  });

  test("has its sections and scripts in the usual order", () => {
    const manifest = layManifests(
      { scripts: { test: "t", other: "o" }, type: "module", name: "n" },
      { scripts: { prestart: "p", start: "s", dev: "d" } },
    );
    const { scripts, ...others } = JSON.parse(manifest ?? "") as {
      scripts: object;
    };
    expect(Object.keys(others)).toEqual(["name", "type"]);
    expect(Object.keys(scripts)).toEqual([
      "dev",
      "prestart",
      "start",
      "test",
      "other",
    ]);
  });

  test("layers may say the same, but not contradict each other", () => {
    const express = { dependencies: { express: "^5" } };
    expect(() => layManifests(express, express)).not.toThrow();
    expect(() =>
      layManifests(express, { dependencies: { express: "^4" } }),
    ).toThrow("two layers disagree on package.json: dependencies: express");
  });
});

function lay(...layers: Record<string, string>[]) {
  return compose(layers.map((layer) => new Map(Object.entries(layer))));
}

function layManifests(...manifests: object[]) {
  const layers = manifests.map((manifest) => ({
    "package.json": JSON.stringify(manifest),
  }));
  return lay(...layers).get("package.json");
}
