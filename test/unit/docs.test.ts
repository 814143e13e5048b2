import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rulesSection } from "../../src/check/docs.ts";
import { optionsSection, withOptions, withSection } from "../../src/docs.ts";

test("the options section names every value with its reason", () => {
  expect(optionsSection()).toMatch(/- `gdpr`: \w+/);
});

test("only what stands between the marks is replaced", () => {
  const readme = "a\n<!-- options:start -->\nold\n<!-- options:end -->\nb\n";
  const text = withOptions(readme);
  expect(text).toMatch(/^a\n<!-- options:start -->\n\n- `--environment/);
  expect(text).toMatch(/\n\n<!-- options:end -->\nb\n$/);
});

test("a README without marks is refused", () => {
  expect(() => withOptions("text")).toThrow("needs the lines");
});

/** `npm run docs` is this test with --update, which writes the file. */
test("the README is up to date", async () => {
  const readme = readFileSync("README.md", "utf8");
  const text = withSection(withOptions(readme), "rules", rulesSection());
  await expect(text).toMatchFileSnapshot("../../README.md");
});
