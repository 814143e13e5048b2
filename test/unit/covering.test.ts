import { describe, expect, test } from "vitest";
import { combinations } from "../combinations.ts";
import { combinedValues, coveringRows } from "../covering.ts";

describe("the combinations that are run", () => {
  const chosen = coveringRows(combinations, combinedValues);

  test("have all pairs of values that any combination has", () => {
    const traits = (rows: typeof combinations) =>
      [...new Set(rows.flatMap(combinedValues))].sort();
    expect(traits(chosen)).toEqual(traits(combinations));
  });

  test("are few", () => {
    expect(chosen.length).toBeLessThan(combinations.length / 2);
  });
});
