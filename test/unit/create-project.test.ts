import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createProject, UserError } from "../../src/index.ts";

let directory: string;
beforeEach(() => {
  const parent = mkdtempSync(join(tmpdir(), "create-session-app-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  directory = join(parent, "app");
});

const files = { install: false, git: false } as const;
const actions = (project: { files: { path: string; action: string }[] }) =>
  Object.fromEntries(project.files.map(({ path, action }) => [path, action]));

describe("createProject", () => {
  test("writes what it tells", async () => {
    const project = await createProject({ directory, ...files });
    for (const { path, bytes } of project.files) {
      expect(statSync(join(directory, path)).size).toBe(bytes);
    }
  });

  test("has the defaults of the flags", async () => {
    const { options } = await createProject({ directory, dryRun: true });
    expect(options).toMatchObject({ environment: "dev-http", install: true });
  });

  test("a dry run writes nothing", async () => {
    await createProject({ directory, ...files, dryRun: true });
    expect(existsSync(directory)).toBe(false);
  });

  test("a wrong option is refused", async () => {
    const wrong = { directory, privacy: "none" as "gdpr" };
    await expect(createProject(wrong)).rejects.toThrow(UserError);
  });

  test("a contradiction is refused", async () => {
    const wrong = { directory, https: "direct" } as const;
    await expect(createProject(wrong)).rejects.toThrow("--https");
  });

  test("a second time everything is unchanged", async () => {
    await createProject({ directory, ...files });
    const again = await createProject({ directory, ...files });
    expect(new Set(Object.values(actions(again)))).toEqual(
      new Set(["unchanged"]),
    );
  });

  test("another secret in .env is taken over", async () => {
    await createProject({ directory, ...files });
    const env = join(directory, ".env");
    const mine = readFileSync(env, "utf8").replace(
      /(SESSION_SECRET=).*/,
      `$1${"k9".repeat(20)},${"z7".repeat(20)}`,
    );
    writeFileSync(env, mine);
    expect(actions(await createProject({ directory, ...files }))[".env"]).toBe(
      "unchanged",
    );
  });

  test("a file is kept when that was asked for", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, "package.json"), "{}");
    const project = await createProject({
      directory,
      ...files,
      onConflict: "keep",
    });
    expect(actions(project)["package.json"]).toBe("keep");
  });

  test("a package.json that was kept is warned of before it is used", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, "package.json"), "{}");
    const request = { directory, ...files, onConflict: "keep" } as const;
    const { nextSteps } = await createProject(request);
    expect(nextSteps).toEqual([
      expect.stringMatching(/^cd /),
      expect.stringMatching(/^# Warning: package\.json /),
      "npm install",
      "npm run dev",
    ]);
  });

  test("another file that was kept is not warned of", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, "README.md"), "mine");
    const request = { directory, ...files, onConflict: "keep" } as const;
    const { nextSteps } = await createProject(request);
    expect(nextSteps.join()).not.toContain("Warning");
  });

  test("the command says again what to do with what is in the way", async () => {
    const request = { directory, ...files, onConflict: "keep" } as const;
    const { command } = await createProject(request);
    expect(command).toContain("--on-conflict keep");
    const readme = readFileSync(join(directory, "README.md"), "utf8");
    expect(readme).not.toContain("--on-conflict");
    const again = await createProject({ ...request, onConflict: "overwrite" });
    expect(actions(again)["README.md"]).toBe("unchanged");
  });

  test("nobody is told to overwrite what cannot be overwritten", async () => {
    mkdirSync(join(directory, "package.json"), { recursive: true });
    const refusal = createProject({ directory, ...files });
    await expect(refusal).rejects.toMatchObject({
      hint: "Nothing was written. Use --on-conflict keep, or give another directory.",
    });
  });

  test("a directory in a file's place cannot be overwritten", async () => {
    mkdirSync(join(directory, "package.json"), { recursive: true });
    const request = { directory, ...files, onConflict: "overwrite" } as const;
    await expect(createProject(request)).rejects.toMatchObject({
      outcome: "conflict",
    });
  });

  test("a file in a directory's place is moved to a backup", async () => {
    mkdirSync(directory);
    writeFileSync(join(directory, "src"), "mine");
    await createProject({ directory, ...files, onConflict: "overwrite" });
    expect(readFileSync(join(directory, "src.backup"), "utf8")).toBe("mine");
  });

  test("a link in a file's place is no way out", async () => {
    mkdirSync(directory);
    const outside = join(directory, "../outside");
    writeFileSync(outside, "mine");
    symlinkSync(outside, join(directory, "package.json"));
    await createProject({ directory, ...files, onConflict: "overwrite" });
    expect(readFileSync(outside, "utf8")).toBe("mine");
  });

  test("an app cannot have the name of a package that it uses", async () => {
    const express = join(directory, "../express");
    const project = await createProject({ directory: express, ...files });
    expect(project.packageName).toBe("express-app");
  });

  test("a certificate is made where Node serves TLS", async () => {
    const https = { environment: "prod-https", https: "direct" } as const;
    const project = await createProject({ directory, ...files, ...https });
    expect(project.files.map(({ path }) => path)).toContain(
      "certs/localhost-key.pem",
    );
    const mode =
      statSync(join(directory, "certs/localhost-key.pem")).mode & 0o777;
    expect(mode).toBe(0o600);
  });
});
