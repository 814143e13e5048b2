import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { findConflicts, planFiles } from "../../src/conflicts.ts";
import { resolveProject, type Target } from "../../src/project.ts";
import { writeFiles } from "../../src/write.ts";

const files = new Map([
  ["a.txt", "a\n"],
  ["same.txt", "same\n"],
  ["src/b.txt", "b\n"],
]);
const anyTime = async () => {};

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "create-session-app-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
});

function planned(): { target: Target; write: () => Promise<void> } {
  const target = resolveProject("app", parent);
  const conflicts = findConflicts(target, files);
  const plan = planFiles(target, files, conflicts, "overwrite");
  return { target, write: () => writeFiles(target, plan, anyTime) };
}

describe("writeFiles, where another run was quicker", () => {
  test("takes nothing of it away from a directory that was empty", async () => {
    mkdirSync(join(parent, "app"));
    const { target, write } = planned();
    writeFileSync(join(target.path, "same.txt"), "same\n");
    await expect(write()).rejects.toMatchObject({ outcome: "failed" });
    expect(readdirSync(target.path)).toEqual(["same.txt"]);
  });

  test("leaves a directory alone that was missing", async () => {
    const { target, write } = planned();
    mkdirSync(target.path);
    writeFileSync(join(target.path, "same.txt"), "same\n");
    await expect(write()).rejects.toMatchObject({ outcome: "failed" });
    expect(readdirSync(parent)).toEqual(["app"]);
    expect(readdirSync(target.path)).toEqual(["same.txt"]);
  });
});

describe("writeFiles, stopped before it moves files into place", () => {
  test.each(["missing", "there"])(
    "leaves a directory that is %s as it was",
    async (state) => {
      if (state === "there") mkdirSync(join(parent, "app"));
      const before = readdirSync(parent, { recursive: true });
      const target = resolveProject("app", parent);
      const plan = planFiles(target, files, [], "error");
      const stop = async () => {
        throw new Error("stop");
      };
      await expect(writeFiles(target, plan, stop)).rejects.toThrow("stop");
      expect(readdirSync(parent, { recursive: true })).toEqual(before);
    },
  );
});

test("writeFiles replaces a file and keeps a backup", async () => {
  mkdirSync(join(parent, "app"));
  writeFileSync(join(parent, "app/a.txt"), "mine\n");
  await planned().write();
  expect(readFileSync(join(parent, "app/a.txt"), "utf8")).toBe("a\n");
  expect(readFileSync(join(parent, "app/a.txt.backup"), "utf8")).toBe("mine\n");
});
