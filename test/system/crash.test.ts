import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { contents, quick, run, start, temporaryDirectory } from "./run-cli.ts";

const failAt = resolve("test/system/fail-at.cjs");
const merging = [...quick, "--on-conflict", "overwrite"];

/** Runs the program so that its n-th change to the disk ends it. */
function runFailing(at: number, how: string, args: string[], cwd: string) {
  const env = { NODE_OPTIONS: `--require ${failAt}`, AT: `${at}`, HOW: how };
  return run(args, { cwd, env });
}

function occupied(cwd: string): void {
  rmSync(join(cwd, "app"), { recursive: true, force: true });
  mkdirSync(join(cwd, "app"));
  writeFileSync(join(cwd, "app/README.md"), "mine\n");
  writeFileSync(join(cwd, "app/src"), "a file where a directory is needed\n");
  writeFileSync(join(cwd, "app/LICENSE"), "mine\n");
}

/** Everything but the secret, which is another in each run. */
function names(cwd: string): string[] {
  return Object.keys(contents(cwd)).sort();
}

/** How many changes to the disk a whole run makes. */
function changesOf(args: string[], cwd: string): number {
  const env = { NODE_OPTIONS: `--require ${failAt}` };
  const { stderr } = run(args, { cwd, env });
  return Number(/(\d+) changes/.exec(stderr)?.[1]);
}

describe("killed at each change to the disk", () => {
  test("a new directory is absent or whole, and the next run succeeds", () => {
    const cwd = temporaryDirectory();
    const last = changesOf(["app", ...quick], cwd);
    const whole = names(cwd);
    for (let at = 1; at <= last; at++) {
      rmSync(join(cwd, "app"), { recursive: true });
      runFailing(at, "SIGKILL", ["app", ...quick], cwd);
      const present = names(cwd).filter((name) => name.startsWith("app"));
      expect([0, whole.length]).toContain(present.length);
      expect(run(["app", ...quick], { cwd }).code).toBe(0);
      expect(names(cwd)).toEqual(whole);
    }
  });

  test("in an existing directory the next run finds what was there", () => {
    const cwd = temporaryDirectory();
    occupied(cwd);
    const last = changesOf(["app", ...merging], cwd);
    const whole = names(cwd);
    for (let at = 1; at <= last; at++) {
      occupied(cwd);
      runFailing(at, "SIGKILL", ["app", ...merging], cwd);
      expect(run(["app", ...merging], { cwd }).code).toBe(0);
      expect(names(cwd)).toEqual(whole);
      const mine = Buffer.from("mine\n").toString("base64");
      expect(contents(cwd)["app/README.md.backup"]).toContain(mine);
    }
  });
});

describe("failing at each change to the disk", () => {
  test.each(["app", "a/b/app"])(
    "a new directory %s stays absent",
    (directory) => {
      const cwd = temporaryDirectory();
      const args = [directory, ...quick];
      const last = changesOf(args, cwd);
      for (let at = 1; at <= last; at++) {
        for (const name of names(cwd))
          rmSync(join(cwd, name), { recursive: true, force: true });
        const { code } = runFailing(at, "ENOSPC", args, cwd);
        const isThere = existsSync(join(cwd, directory, "package.json"));
        expect({ at, code }).toEqual({ at, code: isThere ? 0 : 1 });
        if (!isThere) expect(contents(cwd)).toEqual({});
      }
    },
  );

  test("an existing directory stays byte for byte what it was", () => {
    const cwd = temporaryDirectory();
    occupied(cwd);
    const before = contents(cwd);
    const last = changesOf(["app", ...merging], cwd);
    for (let at = 1; at <= last; at++) {
      occupied(cwd);
      const { code } = runFailing(at, "EACCES", ["app", ...merging], cwd);
      const isThere = existsSync(join(cwd, "app/package.json"));
      expect({ at, code }).toEqual({ at, code: isThere ? 0 : 1 });
      if (!isThere) expect(contents(cwd)).toEqual(before);
    }
  });
});

describe("signals at any moment", () => {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 143 };
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s", async (signal) => {
    const cwd = temporaryDirectory();
    for (let delay = 20; delay < 80; delay += 2) {
      const { child, ended } = start(["app", ...quick], { cwd });
      setTimeout(() => child.kill(signal), delay);
      const { code } = await ended;
      expect([0, codes[signal], null]).toContain(code);
      const isThere = existsSync(join(cwd, "app"));
      // A signal in the last moment, when Node has let go of its handlers already, ends it by itself.
      if (code !== null) expect(isThere).toBe(code === 0);
      if (!isThere) expect(contents(cwd)).toEqual({});
      else expect(names(cwd)).toContain("app/src/");
      rmSync(join(cwd, "app"), { recursive: true, force: true });
    }
  });
});
