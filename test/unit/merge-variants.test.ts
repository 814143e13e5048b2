import ejs from "ejs";
import { expect, test } from "vitest";
import { ejsOptions } from "../../scripts/compile-template.mjs";
import { mergeVariants } from "../../scripts/merge-variants.mjs";

test.each([
  ["nothing", "a\nb\n", "a\nb\n"],
  ["a line", "a: T;\nb\n", "a;\nb\n"],
  ["a line that only one has", "type;\n\na\n", "a\n"],
  ["the end", "a\nb: T", "a\nb"],
  ["everything", "a: T\n", "b\n"],
  [
    "lines in a block of a tag",
    "/*%_ if (gdpr) { _%*/\na: T\n/*%_ } _%*/\nb: T\n",
    "/*%_ if (gdpr) { _%*/\na\n/*%_ } _%*/\nb\n",
  ],
  [
    "the indentation of a tag",
    "f(\n  /*%_ if (gdpr) { _%*/\n  a: T\n  /*%_ } _%*/\n)\n",
    "f(\n/*%_ if (gdpr) { _%*/\na\n/*%_ } _%*/\n)\n",
  ],
])("variants that differ in %s", (_what, typescript, javascript) => {
  const merged = mergeVariants(typescript, javascript);
  for (const gdpr of [true, false]) {
    const render = (text: string, isTypeScript: boolean) =>
      ejs.render(text, { gdpr, typescript: isTypeScript }, ejsOptions("a.ts"));
    expect(render(merged, true)).toBe(render(typescript, true));
    expect(render(merged, false)).toBe(render(javascript, false));
  }
});
