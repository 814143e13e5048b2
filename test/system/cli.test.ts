import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  bin,
  contents,
  quick,
  run,
  start,
  temporaryDirectory,
} from "./run-cli.ts";

describe("what is asked for", () => {
  test("--version prints the version", () => {
    const { version } = JSON.parse(
      readFileSync(join(bin, "../../package.json"), "utf8"),
    ) as { version: string };
    const result = run(["--version"], { cwd: temporaryDirectory() });
    expect(result).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  test("--help goes to standard output", () => {
    const result = run(["--help"], { cwd: temporaryDirectory() });
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("--on-conflict");
    expect(result.stderr).toBe("");
  });

  test("--yes makes a project without a word on standard error", () => {
    const cwd = temporaryDirectory();
    const result = run(["app", ...quick], { cwd });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(Object.keys(contents(join(cwd, "app")))).toContain("package.json");
  });

  test("nothing is left beside the project", () => {
    const cwd = temporaryDirectory();
    run(["app", ...quick], { cwd });
    const top = Object.keys(contents(cwd)).filter((path) =>
      /^[^/]*\/?$/.test(path),
    );
    expect(top).toEqual(["app/"]);
  });

  test("--dry-run writes nothing", () => {
    const cwd = temporaryDirectory();
    const result = run(["app", ...quick, "--dry-run"], { cwd });
    expect(result.code).toBe(0);
    expect(contents(cwd)).toEqual({});
  });

  test("--dry-run lists the files that the run then writes", () => {
    const cwd = temporaryDirectory();
    const args = ["app", ...quick, "--json"];
    const dry = run([...args, "--dry-run"], { cwd }).stdout;
    expect(JSON.parse(run(args, { cwd }).stdout)).toEqual(JSON.parse(dry));
  });

  test("the sizes in --json are those on disk", () => {
    const cwd = temporaryDirectory();
    const { files } = JSON.parse(
      run(["app", ...quick, "--json"], { cwd }).stdout,
    ) as {
      files: { path: string; bytes: number }[];
    };
    const sizes = files.map(
      ({ path }) => statSync(join(cwd, "app", path)).size,
    );
    expect(sizes).toEqual(files.map(({ bytes }) => bytes));
  });

  test("--print-config is read back by --config", () => {
    const cwd = temporaryDirectory();
    const args = ["--yes", "--print-config", "--language", "javascript"];
    const printed = run(args, { cwd }).stdout;
    writeFileSync(join(cwd, "options.json"), printed);
    const again = run(["--config", "options.json", "--print-config"], { cwd });
    expect(again.stdout).toBe(printed);
  });

  test("running the same command twice changes nothing", () => {
    const cwd = temporaryDirectory();
    const args = [
      "app",
      ...quick,
      "--environment",
      "prod-https",
      "--https",
      "direct",
    ];
    run(args, { cwd });
    const before = contents(cwd);
    expect(run(args, { cwd }).code).toBe(0);
    expect(contents(cwd)).toEqual(before);
  });

  test("the printed command makes the same files", () => {
    const cwd = temporaryDirectory();
    const first = run(["app", ...quick, "--privacy", "gdpr", "--json"], {
      cwd,
    });
    const { command, files } = JSON.parse(first.stdout) as {
      command: string;
      files: { path: string }[];
    };
    const words = command.split(" ").slice(2);
    const second = temporaryDirectory();
    run(words, { cwd: second });
    const written = Object.keys(contents(join(second, "app")));
    expect(written.filter((path) => !path.endsWith("/")).sort()).toEqual(
      files.map(({ path }) => path).sort(),
    );
  });

  test("secrets are in a file for their owner only", () => {
    const cwd = temporaryDirectory();
    run(["app", ...quick], {
      cwd,
      through: ["sh", "-c", 'umask 0; exec "$@"', "sh"],
    });
    expect(statSync(join(cwd, "app/.env")).mode & 0o777).toBe(0o600);
  });

  test("secrets are never printed", () => {
    const cwd = temporaryDirectory();
    const { stdout, stderr } = run(["app", ...quick, "--json"], { cwd });
    const [, secret = ""] =
      /SESSION_SECRET=(.+)/.exec(readFileSync(join(cwd, "app/.env"), "utf8")) ??
      [];
    expect(Buffer.from(secret, "base64url").length).toBe(32);
    expect(stdout + stderr).not.toContain(secret);
  });
});

describe("wrong usage", () => {
  const wrong: [string, string[], string][] = [
    ["an unknown flag", ["x", "--stroe", "redis"], "Did you mean --store?"],
    ["an unknown value", ["x", "--privacy", "gpdr"], "Did you mean gdpr?"],
    ["two directories", ["x", "y", "--yes"], "x, y"],
    ["a missing value", ["x", "--store"], "argument missing"],
    ["a port that is none", ["x", "--port", "99999", "--yes"], "1 to 65535"],
    [
      "TLS in a dev-http app",
      ["x", "--https", "direct", "--yes"],
      "--environment prod-https --https direct",
    ],
    ["--accessible with --yes", ["x", "--accessible", "--yes"], "--accessible"],
    [
      "a config that is not there",
      ["x", "--yes", "--config", "no.json"],
      "no such file",
    ],
    ["node_modules", ["node_modules/x", "--yes"], "node_modules"],
    ["an empty name", ["", "--yes"], "needs a name"],
    ["a control character", ["a\u0007b", "--yes"], "control character"],
    ["a turned direction", ["a\u202eb", "--yes"], '"a\\u202eb" has a control'],
    ["a name too long", ["x".repeat(256), "--yes"], "255 bytes"],
  ];
  test.each(wrong)("%s is refused", (_, args, words) => {
    const cwd = temporaryDirectory();
    const result = run(args, { cwd });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain(words);
    expect(result.stderr.trimEnd().split("\n").length).toBeLessThan(4);
    expect(contents(cwd)).toEqual({});
  });

  test("--accessible with --json is refused", () => {
    const args = ["x", "--accessible", "--json"];
    const result = run(args, { cwd: temporaryDirectory() });
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject({
      error: { code: "contradiction" },
    });
  });

  test("with --json the refusal is a document too", () => {
    const result = run(["x", "--json", "--bogus"], {
      cwd: temporaryDirectory(),
    });
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject({
      ok: false,
      error: { code: "unknown-option" },
    });
  });

  test("what is missing is listed at once, with a command that works", () => {
    const cwd = temporaryDirectory();
    const { code, stderr } = run([], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(
      "directory, --environment, --store, --privacy, --language",
    );
    const [, command = ""] = /Run: npx \S+ (.*)/.exec(stderr) ?? [];
    const again = run([...command.split(" "), "--dry-run"], { cwd });
    expect(again.code).toBe(0);
  });

  test("an input that never ends is not waited for", async () => {
    const begin = Date.now();
    const { child, ended } = start(["x"], { cwd: temporaryDirectory() });
    expect((await ended).code).toBe(2);
    expect(Date.now() - begin).toBeLessThan(1000);
    child.stdin.end();
  });
});

describe("flags that did not reach us", () => {
  const npm = {
    npm_config_user_agent: "npm/11.0.0 node/v24",
    npm_command: "exec",
  };

  test("a swallowed --dry-run writes nothing", () => {
    const cwd = temporaryDirectory();
    const env = { ...npm, npm_config_dry_run: "true" };
    const { code, stderr } = run(["x", ...quick], { cwd, env });
    expect(code).toBe(2);
    expect(stderr).toContain("-- x --dry-run --yes");
    expect(contents(cwd)).toEqual({});
  });

  test("a swallowed --yes is explained", () => {
    const env = { ...npm, npm_config_yes: "true" };
    const { stderr } = run(["x"], { cwd: temporaryDirectory(), env });
    expect(stderr).toContain("npm keeps --yes for itself");
  });
});

describe("a file of options", () => {
  test("gives way to a flag, with what only made sense beside it", () => {
    const cwd = temporaryDirectory();
    const text = '{"environment": "prod-https", "https": "direct"}';
    writeFileSync(join(cwd, "options.json"), text);
    const args = ["--config", "options.json", "--environment", "dev-http"];
    const result = run([...args, "--yes", "--print-config"], { cwd });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).not.toHaveProperty("https");
  });
});

describe("directories", () => {
  test.each([
    "Ünï cödé",
    "UPPER",
    "foo;id",
    "a/b/c",
    "@scope/pkg",
    "..app",
    "express",
  ])("%s is fine", (name) => {
    const cwd = temporaryDirectory();
    expect(run([name, ...quick], { cwd }).code).toBe(0);
    const manifest = readFileSync(join(cwd, name, "package.json"), "utf8");
    expect((JSON.parse(manifest) as { name: string }).name).toMatch(
      /^(@[a-z0-9-]+\/)?[a-z0-9][a-z0-9._-]*$/,
    );
  });

  test("a dot is the working directory", () => {
    const cwd = join(temporaryDirectory(), "here");
    mkdirSync(cwd);
    expect(run([".", ...quick], { cwd }).code).toBe(0);
    expect(readFileSync(join(cwd, "package.json"), "utf8")).toContain(
      '"name": "here"',
    );
  });
});
