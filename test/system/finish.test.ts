import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { run, start, temporaryDirectory } from "./run-cli.ts";

/** A directory with an `npm` that does what the script says. */
function withNpm(script: string) {
  const cwd = temporaryDirectory();
  const programs = join(cwd, "programs");
  mkdirSync(programs);
  writeFileSync(join(programs, "npm"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, "npm"), 0o755);
  const PATH = [programs, dirname(process.execPath), "/usr/bin", "/bin"].join(
    ":",
  );
  return { cwd, env: { PATH, HOME: cwd } };
}

const args = ["app", "--yes", "--no-git"];

describe("installing", () => {
  test("runs in the project, once, with nothing of the outer npm's run", () => {
    const { cwd, env } = withNpm(
      'echo "$PWD $* [$NODE_ENV$npm_config_dry_run]" >> ../log',
    );
    const outer = { NODE_ENV: "production", npm_config_dry_run: "true" };
    expect(run(args, { cwd, env: { ...env, ...outer } }).code).toBe(0);
    const log = readFileSync(join(cwd, "log"), "utf8");
    expect(log).toBe(`${join(cwd, "app")} install --no-audit --no-fund []\n`);
  });

  test("is told in plain lines on standard error", () => {
    const { stderr } = run(args, withNpm("echo noise"));
    expect(stderr).toBe("Installing packages with npm …\nPackages installed\n");
  });

  test("when it fails shows its last lines and what to run", () => {
    const options = withNpm(
      'for i in $(seq 40); do echo "line $i"; done; exit 7',
    );
    const { code, stdout, stderr } = run(args, options);
    expect(code).toBe(1);
    expect(stderr).toContain("line 40");
    expect(stderr).not.toContain("line 20\n");
    expect(stderr).toMatch(
      /error: npm install failed; .* app\nRun there: npm install\n$/,
    );
    expect(stdout).toContain("npm install");
  });

  test("when it fails with --json gives one document", () => {
    const { stdout } = run([...args, "--json"], withNpm("echo noise; exit 7"));
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: "install-failed", hint: "Run there: npm install" },
    });
  });

  test("comes before git, which is still done when it fails", () => {
    const { cwd, env } = withNpm("exit 7");
    const named = {
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@b.c",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@b.c",
    };
    expect(run(["app", "--yes"], { cwd, env: { ...env, ...named } }).code).toBe(
      1,
    );
    expect(existsSync(join(cwd, "app/.git"))).toBe(true);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "ends with %s, and the project stays",
    async (signal, expected) => {
      const options = withNpm("echo $$ > ../pid; exec sleep 30");
      const { child, ended } = start(args, options);
      await until(() => existsSync(join(options.cwd, "pid")));
      child.kill(signal);
      const { code, stderr } = await ended;
      expect(code).toBe(expected);
      expect(stderr).toContain("Run there: npm install");
      expect(existsSync(join(options.cwd, "app/package.json"))).toBe(true);
    },
  );
});

describe("starting", () => {
  test("with --json the app's output goes to standard error", () => {
    const result = run(
      [...starting, "--json"],
      withApp("console.log('running')"),
    );
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ ok: true });
    expect(result.stderr).toContain("running");
  });

  test("an app that fails is told", () => {
    const { code, stderr } = run(starting, withApp("process.exitCode = 3"));
    expect(code).toBe(1);
    expect(stderr).toContain("exit code 3");
  });

  test.each([
    ["SIGINT", 0],
    ["SIGTERM", 143],
  ] as const)("%s ends the app and then us", async (signal, expected) => {
    const options = withApp(`
      import { writeFileSync } from "node:fs";
      writeFileSync("../started", String(process.pid));
      setInterval(() => {}, 1000);`);
    const { child, ended } = start(starting, options);
    const started = join(options.cwd, "started");
    await until(() => existsSync(started));
    child.kill(signal);
    const { code, stderr } = await ended;
    expect(code).toBe(expected);
    expect(stderr).not.toContain("    at ");
    const app = Number(readFileSync(started, "utf8"));
    expect(() => process.kill(app, 0)).toThrow("ESRCH");
  });
});

const starting = [...args, "--language", "javascript", "--start"];

/** A directory with an `npm` that, instead of installing, puts this in the place of the app. */
function withApp(code: string) {
  const options = withNpm("cp ../server.js src/server.js");
  writeFileSync(join(options.cwd, "server.js"), code);
  return options;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 20));
  await new Promise((done) => setTimeout(done, 50));
}
