import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { defaults } from "../combinations.ts";
import { installedPackages } from "./cached-packages.ts";
import { node, runCli, runProgram } from "./child-programs.ts";
import { carryOut } from "./dockerfile.ts";
import { temporaryDirectory } from "./run-cli.ts";
import { startCommand } from "./running-app.ts";
import { freePort } from "./stores/server-process.ts";
import { allVisits, visitAll } from "./visitor.ts";

const direct = ["--environment", "prod-https", "--https", "direct"];
const kinds: [string, string[], Record<string, string>?][] = [
  ["npm", []],
  ["npm", ["--language", "javascript", ...direct]],
  ["pnpm", [], { pnpm: "12.21.0" }],
  ["yarn", [], { yarn: "1.22.22" }],
  ["yarn", ["--language", "javascript"], { "@yarnpkg/cli-dist": "4.18.1" }],
  ["bun", [], { bun: "1.4.5" }],
];

describe.each(kinds)("the Dockerfile for %s %j", (manager, flags, packages) => {
  test("makes an app that runs, is healthy and ends with 0", async () => {
    const path = packages
      ? [
          join(
            await installedPackages({ dependencies: packages }),
            "node_modules/.bin",
          ),
        ]
      : [];
    const cwd = temporaryDirectory();
    const words = ["app", "--yes", "--docker", "--no-git", ...flags];
    const made = await runCli([...words, "--package-manager", manager], {
      ...{ cwd, path },
    });
    expect(made).toMatchObject({ code: 0 });
    const project = join(cwd, "app");
    const image = await carryOut(project, path);

    expect(image.user).toBe("node");
    expect(readdirSync(image.folder)).not.toContain(".env");
    const modules = join(image.folder, "node_modules");
    expect(existsSync(join(modules, "express-session"))).toBe(true);
    expect(existsSync(join(modules, "typescript"))).toBe(false);

    // What compose.yaml brings from outside.
    const settings = readFileSync(join(project, ".env"), "utf8");
    const certificates = join(project, "certs");
    if (existsSync(certificates)) {
      cpSync(certificates, join(image.folder, "certs"), { recursive: true });
    }
    const env = {
      ...(parseEnv(settings) as Record<string, string>),
      ...image.env,
      ...{ HOST: "127.0.0.1", PORT: String(await freePort()) },
    };
    const app = await startCommand(image.folder, image.command, { env });
    expect(await visitAll(app.url(), defaults)).toEqual(allVisits(defaults));
    expect(await health()).toBe(0);
    expect(await app.stop()).toBe(0);
    expect(await health()).toBe(1);

    async function health() {
      const [program = "", ...rest] = image.healthcheck;
      const options = { cwd: image.folder, env };
      return (await runProgram(program, rest, options)).code;
    }
  });
});

test.each([
  ["says that it lives", 200, 0],
  ["says that it does not", 503, 1],
  ["says nothing at all", undefined, 1],
])("the health check of an app that %s", async (_, status, code) => {
  const app = createServer((_request, response) => {
    if (status) response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    app.close();
    app.closeAllConnections();
  });
  await once(app, "listening");
  const cwd = temporaryDirectory();
  const check = "templates/features/docker/scripts/healthcheck.js";
  cpSync(check, join(cwd, "check.mjs")); // as in a package of modules
  const env = { PORT: String((app.address() as AddressInfo).port) };
  const found = await runProgram(node, ["check.mjs"], { cwd, env });
  expect(found).toEqual({ code, output: "" });
});
