import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { options } from "../../src/options.ts";
import { childEnvironment, node, runProgram } from "./child-programs.ts";
import { contents, quick, temporaryDirectory } from "./run-cli.ts";
import { inTerminal, keys } from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "create-session-app-packed-"));
const installed = join(folder, "node_modules/create-session-app");
const program = join(folder, "node_modules/.bin/create-session-app");
let packed: Packed;

interface Packed {
  filename: string;
  size: number;
  unpackedSize: number;
  files: { path: string; size: number; mode: number }[];
}

beforeAll(async () => {
  packed = pack(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const words = ["install", "--no-audit", "--no-fund", packed.filename];
  const { code, output } = await runProgram("npm", words, { cwd: folder });
  if (code !== 0) throw new Error(output);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Not built again: another test may be running what is there. */
function pack(destination: string): Packed {
  const words = ["pack", "--json", "--ignore-scripts"];
  const json = execFileSync(
    "npm",
    [...words, "--pack-destination", destination],
    { env: childEnvironment(), encoding: "utf8" },
  );
  const [result] = JSON.parse(json) as [Packed];
  return result;
}

describe("the package", () => {
  test("holds what runs, its types and the licences, and nothing else", () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        ...["LICENSE", "README.md", "package.json"],
        ...["bin/create-session-app.js", "dist/program.cjs", "dist/index.cjs"],
        ...["dist/THIRD_PARTY_LICENSES", "dist/config.schema.json"],
        "dist/types/index.d.ts",
      ]),
    );
    const others = paths.filter(
      (path) => !/^(?:bin|dist)\/|^[A-Z]+(?:\.md)?$|^package\.json$/.test(path),
    );
    expect(others).toEqual([]);
  });

  test("names every bundled package in its licences", () => {
    const text = readFileSync(
      join(installed, "dist/THIRD_PARTY_LICENSES"),
      "utf8",
    );
    const names = [...text.matchAll(/^(\S+) \d+\.\S+ \(/gm)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(
      expect.arrayContaining(["cross-spawn", "@inquirer/core"]),
    );
  });

  test("brings no other package along", () => {
    const names = readdirSync(join(folder, "node_modules"));
    expect(names.filter((name) => !name.startsWith("."))).toEqual([
      "create-session-app",
    ]);
  });

  test("is small", () => {
    const { size, unpackedSize, files } = packed;
    const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
    console.info(
      `${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked, ${files.length} files`,
    );
    expect(size).toBeLessThan(300_000);
  });
});

describe("without a terminal", () => {
  test("creates the same files as the repository's own program", async () => {
    const cwd = temporaryDirectory();
    const there = await runProgram(program, ["app", ...quick], { cwd });
    const here = await runProgram(
      node,
      [resolve("bin/create-session-app.js"), "own/app", ...quick],
      { cwd },
    );
    expect([there, here]).toMatchObject([{ code: 0 }, { code: 0 }]);
    const files = (path: string) =>
      Object.keys(contents(join(cwd, path))).sort();
    expect(files("app")).toEqual(files("own/app"));
    expect(files("app")).toEqual(
      expect.arrayContaining([".gitignore", ".env", ".env.example"]),
    );
  });

  test("never asks", async () => {
    const cwd = temporaryDirectory();
    const { code, output } = await runProgram(program, ["app"], { cwd });
    expect(code).toBe(2);
    expect(output).toContain("--store");
    expect(contents(cwd)).toEqual({});
  });
});

describe("in a terminal", () => {
  const rest = ["--no-install", "--no-git"];

  test("arrow keys choose", async () => {
    const cwd = temporaryDirectory();
    const { answer, ended, text } = inTerminal(program, rest, { cwd });
    await answer("Which directory?", `mine${keys.enter}`);
    await answer(options.environment.question, keys.down + keys.enter);
    await answer(options.https.question, keys.down + keys.enter);
    await answer(options.store.question, keys.enter);
    await answer(options.privacy.question, keys.down + keys.enter);
    await answer(options.language.question, keys.down + keys.enter);
    await answer(options.docker.question, `y${keys.enter}`);
    await answer(options.ci.question, keys.enter);
    expect(await ended).toBe(0);
    expect(text()).toContain(
      "mine --environment prod-https --https direct --store sqlite --privacy gdpr --language javascript --docker --package-manager",
    );
    expect(existsSync(join(cwd, "mine/Dockerfile"))).toBe(true);
    expect(existsSync(join(cwd, "mine/certs/localhost-cert.pem"))).toBe(true);
  });

  test("what flags say is not asked", async () => {
    const cwd = temporaryDirectory();
    const words = ["mine", "--environment", "dev-http", "--store", "memory"];
    const { answer, ended, text } = inTerminal(program, [...words, ...rest], {
      cwd,
    });
    await answer(options.privacy.question, keys.enter);
    await answer(options.language.question, keys.enter);
    await answer(options.docker.question, keys.enter);
    await answer(options.ci.question, keys.enter);
    expect(await ended).toBe(0);
    expect(text()).not.toContain(options.store.question);
    expect(text()).not.toContain(options.environment.question);
  });

  test("flags for everything leave no question", async () => {
    const cwd = temporaryDirectory();
    const { ended } = inTerminal(program, ["mine", ...quick], { cwd });
    expect(await ended).toBe(0);
    expect(existsSync(join(cwd, "mine/.env"))).toBe(true);
  });

  test("Ctrl-C at the first question leaves nothing", async () => {
    const cwd = temporaryDirectory();
    const { answer, ended, text } = inTerminal(program, rest, { cwd });
    await answer("Which directory?", keys.ctrlC);
    expect(await ended).toBe(130);
    expect(text()).toContain("Nothing was written.");
    expect(contents(cwd)).toEqual({});
  });

  test("Ctrl-C at a menu leaves nothing", async () => {
    const cwd = temporaryDirectory();
    const { answer, ended } = inTerminal(program, ["mine", ...rest], { cwd });
    await answer(options.environment.question, keys.ctrlC);
    expect(await ended).toBe(130);
    expect(contents(cwd)).toEqual({});
  });

  test("--accessible takes numbers and redraws nothing", async () => {
    const cwd = temporaryDirectory();
    const words = ["mine", "--accessible", ...rest];
    const { answer, ended, raw, text } = inTerminal(program, words, { cwd });
    await answer("Number or name", `1${keys.enter}`);
    await answer("Number or name", `2${keys.enter}`);
    await answer("Number or name", `9${keys.enter}`);
    await answer("Please type a number", `1${keys.enter}`);
    await answer("Number or name", `2${keys.enter}`);
    await answer(options.docker.question, keys.enter);
    await answer(options.ci.question, `no${keys.enter}`);
    expect(await ended).toBe(0);
    expect(text()).toContain(
      "--environment dev-http --store memory --privacy standard --language javascript",
    );
    expect(raw()).not.toMatch(/\u001b\[[0-9;?]*[A-HJKf-hl]/);
  });

  test("NO_COLOR means no colour", async () => {
    const cwd = temporaryDirectory();
    const run = (env: NodeJS.ProcessEnv) =>
      inTerminal(program, ["mine", ...quick], { cwd, env });
    const coloured = run({});
    expect(await coloured.ended).toBe(0);
    const still = run({ NO_COLOR: "1" });
    expect(await still.ended).toBe(0);
    expect(coloured.raw()).toContain("\u001b[");
    expect(still.raw()).not.toContain("\u001b[");
  });

  test("NO_COLOR holds for the questions as well", async () => {
    const { answer, raw } = inTerminal(program, ["mine", ...rest], {
      cwd: temporaryDirectory(),
      env: { NO_COLOR: "1" },
    });
    await answer(options.environment.question, keys.down);
    await answer(options.environment.question, keys.ctrlC);
    expect(raw()).not.toMatch(/\u001b\[(?:3[0-79]|9[0-7]|38;|1)m/);
  });

  test("a narrow terminal asks just the same", async () => {
    const cwd = temporaryDirectory();
    const { answer, ended } = inTerminal(program, ["mine", ...rest], {
      cwd,
      columns: 32,
    });
    await answer("Where will the app", keys.enter);
    await answer("Where are sessions", keys.enter);
    await answer("Which privacy mode", keys.enter);
    await answer("Which language", keys.enter);
    await answer("Add a Dockerfile", keys.enter);
    await answer("Add a GitHub", keys.enter);
    expect(await ended).toBe(0);
  });
});

describe("the API", () => {
  const request = `{ directory: "app", install: false, git: false }`;

  test.each([
    [
      "an ES module",
      "use.mjs",
      'import { createProject, UserError } from "create-session-app";',
    ],
    [
      "CommonJS",
      "use.cjs",
      'const { createProject, UserError } = require("create-session-app");',
    ],
  ])("is there for %s", async (_title, file, line) => {
    const cwd = mkdtempSync(join(folder, "api-"));
    writeFileSync(
      join(cwd, file),
      `${line}
createProject(${request}).then((project) => {
  process.stdout.write(project.packageName);
  return createProject({ ...${request}, store: "none" });
}).catch((error) => process.stdout.write(" " + (error instanceof UserError)));
`,
    );
    const { code, output } = await runProgram(node, [file], { cwd });
    expect({ code, output }).toEqual({ code: 0, output: "app true" });
    expect(existsSync(join(cwd, "app/package.json"))).toBe(true);
  });

  test.each(["nodenext", "preserve"])("is typed with %s", async (module) => {
    const cwd = mkdtempSync(join(folder, "types-"));
    writeFileSync(
      join(cwd, "use.mts"),
      `import { createProject, type CreatedProject } from "create-session-app";
const project: CreatedProject = await createProject(${request});
export const first: string | undefined = project.files[0]?.path;
// @ts-expect-error -- there is no such privacy
await createProject({ ...${request}, privacy: "none" });
`,
    );
    const compiler = resolve("node_modules/typescript/bin/tsc");
    const words = ["--strict", "--noEmit", "--target", "es2022"];
    const { code, output } = await runProgram(
      process.execPath,
      [compiler, ...words, "--module", module, "--types", "", "use.mts"],
      { cwd },
    );
    expect({ code, output }).toMatchObject({ code: 0 });
  });
});
