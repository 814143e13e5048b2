import { expect, test } from "vitest";
import { licensesOf } from "../../scripts/licenses.mjs";

test("each package of the bundle stands once, with its copyright", () => {
  const modules = ["lib/cli.js", "typings/index.d.ts"].map(
    (path) => `${process.cwd()}/node_modules/ejs/${path}`,
  );
  const text = licensesOf([...modules, `${process.cwd()}/src/cli.ts`]);
  expect(text.match(/^ejs 7\.0\.2 \(/gm)).toHaveLength(1);
});
