import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { contents, quick, run, start, temporaryDirectory } from "./run-cli.ts";

describe("files that are in the way", () => {
  function occupied(): string {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, "app/.github"), { recursive: true });
    writeFileSync(join(cwd, "app/README.md"), "mine\n");
    writeFileSync(join(cwd, "app/package.json"), "{}\n");
    writeFileSync(join(cwd, "app/LICENSE"), "mine\n");
    return cwd;
  }

  test("are all listed, and nothing changes", () => {
    const cwd = occupied();
    const before = contents(cwd);
    const { code, stderr } = run(["app", ...quick], { cwd });
    expect(code).toBe(3);
    expect(stderr).toMatch(/README\.md\n +package\.json\n.*--on-conflict/);
    expect(contents(cwd)).toEqual(before);
  });

  test("are listed by a dry run as well", () => {
    expect(run(["app", ...quick, "--dry-run"], { cwd: occupied() }).code).toBe(
      3,
    );
  });

  test("stay with --on-conflict keep", () => {
    const cwd = occupied();
    const result = run(["app", ...quick, "--on-conflict", "keep"], { cwd });
    expect(result.code).toBe(0);
    expect(readFileSync(join(cwd, "app/README.md"), "utf8")).toBe("mine\n");
    expect(existsSync(join(cwd, "app/.gitignore"))).toBe(true);
  });

  test("become backups with --on-conflict overwrite", () => {
    const cwd = occupied();
    chmodSync(join(cwd, "app/README.md"), 0o640);
    run(["app", ...quick, "--on-conflict", "overwrite"], { cwd });
    const after = contents(join(cwd, "app"));
    const mine = Buffer.from("mine\n").toString("base64");
    expect(after["README.md.backup"]).toBe(`640 ${mine}`);
    expect(after["README.md"]).not.toContain(mine);
  });

  test("an old backup is not lost to a new one", () => {
    const cwd = occupied();
    writeFileSync(join(cwd, "app/README.md.backup"), "older\n");
    run(["app", ...quick, "--on-conflict", "overwrite"], { cwd });
    const read = (name: string) => readFileSync(join(cwd, "app", name), "utf8");
    expect(read("README.md.backup")).toBe("older\n");
    expect(read("README.md.backup-2")).toBe("mine\n");
  });

  test("a link that leads out of the project is not written through", () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, "outside"));
    mkdirSync(join(cwd, "app"));
    symlinkSync("../outside", join(cwd, "app/src"));
    expect(run(["app", ...quick], { cwd }).code).toBe(3);
    run(["app", ...quick, "--on-conflict", "overwrite"], { cwd });
    expect(contents(join(cwd, "outside"))).toEqual({});
  });

  test("a file in the place of the directory", () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, "app"), "mine");
    expect(run(["app", ...quick], { cwd }).code).toBe(3);
  });

  test("a link that leads nowhere in the place of the directory", () => {
    const cwd = temporaryDirectory();
    symlinkSync("nowhere", join(cwd, "app"));
    expect(run(["app", ...quick], { cwd }).code).toBe(3);
  });

  test("a link to a directory is followed", () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, "real"));
    symlinkSync("real", join(cwd, "app"));
    expect(run(["app", ...quick], { cwd }).code).toBe(0);
    expect(existsSync(join(cwd, "real/package.json"))).toBe(true);
  });
});

describe("file systems that refuse", () => {
  const isRoot = process.getuid?.() === 0;
  const nobody = [
    "setpriv",
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
  ];

  test.runIf(isRoot)("a parent without permission", () => {
    const cwd = temporaryDirectory();
    chmodSync(cwd, 0o755);
    const result = run(["app", ...quick], { cwd, through: nobody });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("no permission");
    expect(result.stderr).not.toContain("    at ");
    expect(contents(cwd)).toEqual({});
  });

  test.runIf(isRoot)("a home that cannot be written is no hindrance", () => {
    const cwd = temporaryDirectory();
    chmodSync(cwd, 0o777);
    const env = { HOME: "/nonexistent" };
    expect(run(["app", ...quick], { cwd, through: nobody, env }).code).toBe(0);
  });

  const full = (cwd: string) => {
    const { status } = spawnSync("mount", [
      "-t",
      "tmpfs",
      "-o",
      "size=24k",
      "tmpfs",
      cwd,
    ]);
    onTestFinished(() => void spawnSync("umount", [cwd]));
    return status === 0;
  };

  test.each([false, true])(
    "a full disk, where the directory exists: %s",
    (exists) => {
      const cwd = temporaryDirectory();
      const mountPoint = join(cwd, "disk");
      mkdirSync(mountPoint);
      if (!full(mountPoint)) {
        console.warn(
          "SKIPPED: mount is not permitted, so no disk could be filled",
        );
        expect(true).toBe(true);
        return;
      }
      if (exists) mkdirSync(join(mountPoint, "app"));
      const before = contents(mountPoint);
      const result = run(["app", ...quick], { cwd: mountPoint });
      expect(result).toMatchObject({ code: 1, stdout: "" });
      expect(result.stderr).toContain("disk is full");
      expect(contents(mountPoint)).toEqual(before);
    },
  );
});

describe("streams", () => {
  test("a closed pipe is silent", () => {
    const cwd = temporaryDirectory();
    const through = [
      "bash",
      "-c",
      'set -o pipefail; "$@" | true; echo "code ${PIPESTATUS[0]}"',
      "bash",
    ];
    const { stdout, stderr } = run(["app", ...quick], { cwd, through });
    expect(stdout).toBe("code 0\n");
    expect(stderr).toBe("");
  });

  test("nothing is coloured outside of a terminal", () => {
    const { stdout } = run(["app", ...quick], { cwd: temporaryDirectory() });
    expect(stdout).not.toContain("\u001b");
  });
});

describe("after the files stand", () => {
  const node = join(process.execPath, "..");
  const identity = {
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    HOME: "/nonexistent",
  };

  test("npm missing: the project stays", () => {
    const cwd = temporaryDirectory();
    const env = { PATH: "/nonexistent" };
    const { code, stderr } = run(["app", "--yes", "--no-git"], { cwd, env });
    expect(code).toBe(1);
    expect(stderr).toContain("npm install");
    expect(existsSync(join(cwd, "app/package.json"))).toBe(true);
  });

  test("git missing: the project stays", () => {
    const cwd = temporaryDirectory();
    const env = { PATH: "/nonexistent" };
    const { code, stderr } = run(["app", "--yes", "--no-install"], {
      cwd,
      env,
    });
    expect(code).toBe(1);
    expect(stderr).toContain("git is not installed");
  });

  test("git that knows nobody: the message says what to run", () => {
    const cwd = temporaryDirectory();
    const env = { ...identity, PATH: process.env.PATH, EMAIL: "" };
    const { code, stderr } = run(["app", "--yes", "--no-install"], {
      cwd,
      env,
    });
    expect(code).toBe(1);
    expect(stderr).toContain("git config");
  });

  test("secrets are not committed", () => {
    const cwd = temporaryDirectory();
    const named = {
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@b.c",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@b.c",
    };
    const env = { ...identity, ...named, PATH: `${node}:${process.env.PATH}` };
    const args = [
      "app",
      "--yes",
      "--no-install",
      "--environment",
      "prod-https",
      "--https",
      "direct",
    ];
    expect(run(args, { cwd, env }).code).toBe(0);
    const files = execFileSync("git", ["ls-files"], {
      cwd: join(cwd, "app"),
      encoding: "utf8",
    });
    expect(files).toContain("package.json");
    expect(files).not.toMatch(/^\.env$|key\.pem/m);
  });

  test("inside another repository no second one is made", () => {
    const cwd = temporaryDirectory();
    execFileSync("git", ["init", "--quiet"], { cwd });
    const { code, stderr } = run(["app", "--yes", "--no-install"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain("Already in a git repository");
    expect(existsSync(join(cwd, "app/.git"))).toBe(false);
  });
});

describe("many at once", () => {
  test.each(["missing", "empty"])(
    "one wins, where the directory is %s",
    async (state) => {
      const cwd = temporaryDirectory();
      if (state === "empty") mkdirSync(join(cwd, "app"));
      const runs = ["typescript", "javascript"].flatMap((language) =>
        ["standard", "gdpr"].map(
          (privacy) =>
            start(
              [
                "app",
                ...quick,
                "--language",
                language,
                "--privacy",
                privacy,
                "--json",
              ],
              { cwd },
            ).ended,
        ),
      );
      const results = await Promise.all(runs);
      const winners = results.filter(({ code }) => code === 0);
      expect(winners.length).toBe(1);
      const { files } = JSON.parse(winners[0]?.stdout ?? "") as {
        files: { path: string }[];
      };
      const written = Object.keys(contents(join(cwd, "app"))).filter(
        (path) => !path.endsWith("/"),
      );
      expect(written.sort()).toEqual(files.map(({ path }) => path).sort());
    },
  );
});
