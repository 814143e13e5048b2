import { beforeEach, describe, expect, test, vi } from "vitest";
import { UserError, usageError } from "../../src/errors.ts";
import { reportFailure } from "../../src/report.ts";

const printed = vi.hoisted(() => ({ 1: "", 2: "" }));
vi.mock("../../src/output.ts", () => ({
  print: (stream: 1 | 2, text: string) => {
    printed[stream] += text;
  },
}));
beforeEach(() => void Object.assign(printed, { 1: "", 2: "" }));

const manner = { json: false, debug: false, animated: false };
const mistake = usageError("wrong", "this is wrong", "Do that.");

describe("reportFailure", () => {
  test("tells a user's error in two lines on standard error", () => {
    expect(reportFailure(mistake, manner)).toBe(2);
    expect(printed).toEqual({ 1: "", 2: "error: this is wrong\nDo that.\n" });
  });

  test("spells out what could forge the output", () => {
    const forged = usageError("wrong", "x\u001b[2J\u202e", "One.\nTwo.");
    reportFailure(forged, manner);
    expect(printed[2]).toBe("error: x\\u001b[2J\\u202e\nOne.\nTwo.\n");
  });

  test("shows its stack with --debug only", () => {
    reportFailure(mistake, { ...manner, debug: true });
    expect(printed[2]).toContain("    at ");
  });

  test("with --json prints one document", () => {
    reportFailure(mistake, { ...manner, json: true });
    expect(JSON.parse(printed[1])).toEqual({
      ok: false,
      error: { code: "wrong", message: "this is wrong", hint: "Do that." },
    });
  });

  test("a cancelled run is no error", () => {
    const end = new UserError("cancelled", "cancelled", "Cancelled.");
    expect(reportFailure(end, manner)).toBe(130);
    expect(printed[2]).toBe("Cancelled.\n");
  });

  test("anything else is a bug of ours, with how to report it", () => {
    expect(reportFailure(new Error("oops"), manner)).toBe(70);
    expect(printed[2]).toMatch(
      /this is a bug .*oops\n.*report.*\n.*Error: oops\n +at /s,
    );
    expect(printed[2]).toContain(process.version);
  });

  test("a bug is a document too", () => {
    reportFailure(new Error("oops"), { ...manner, json: true });
    expect(JSON.parse(printed[1])).toMatchObject({ error: { code: "bug" } });
  });
});
