import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { isDeadLock, releaseLock, takeLock } from "../../src/lock.ts";

let folder: string;
beforeEach(() => {
  const parent = mkdtempSync(join(tmpdir(), "create-session-app-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  folder = join(parent, "lock");
});

function locked(owner: object): void {
  mkdirSync(folder);
  const text = JSON.stringify({
    pid: 1,
    host: hostname(),
    started: Date.now(),
    ...owner,
  });
  writeFileSync(join(folder, "owner.1.json"), text);
}

const dead = { pid: 2 ** 22 + 1 };
const nothing = () => {};

describe("a lock", () => {
  test("is a folder that goes with its release", () => {
    takeLock(folder, nothing);
    expect(readdirSync(folder)).toEqual(["owner.1.json"]);
    releaseLock(folder);
    expect(existsSync(folder)).toBe(false);
  });

  test("of a run at work is respected", () => {
    locked({});
    expect(() => takeLock(folder, nothing)).toThrow(/process 1, .*lock/);
  });

  test("of a dead process is taken over after clearing up", () => {
    locked(dead);
    let cleared = 0;
    takeLock(folder, () => cleared++);
    expect(cleared).toBe(1);
    expect(readdirSync(folder)).toEqual(["owner.1.json"]);
  });

  test("with our own process number is a former container's", () => {
    locked({ pid: process.pid });
    expect(isDeadLock(folder)).toBe(true);
  });

  test("of another computer counts for ten minutes", () => {
    locked({ host: "elsewhere", pid: dead.pid });
    expect(isDeadLock(folder)).toBe(false);
    rmSync(folder, { recursive: true });
    locked({ host: "elsewhere", started: Date.now() - 601_000 });
    expect(isDeadLock(folder)).toBe(true);
  });

  test("without an owner is taken over after a moment", () => {
    mkdirSync(folder);
    takeLock(folder, nothing);
    expect(readdirSync(folder)).toEqual(["owner.1.json"]);
  });

  test("that is somebody's folder of the same name is left alone", () => {
    mkdirSync(folder);
    writeFileSync(join(folder, "notes.txt"), "mine");
    expect(() => takeLock(folder, nothing)).toThrow("in the way");
    expect(isDeadLock(folder)).toBe(false);
    expect(readdirSync(folder)).toEqual(["notes.txt"]);
  });
});
