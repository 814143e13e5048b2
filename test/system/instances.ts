import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "vitest";
import { requireProgram } from "./child-programs.ts";
import { type RunningApp, startScript } from "./running-app.ts";
import { serves } from "./stores/contract.ts";
import { startRedis } from "./stores/redis-server.ts";
import { freePort } from "./stores/server-process.ts";
import { type StoreUnderTest, testBed } from "./stores/store-under-test.ts";
import { startBalancer } from "./tls-proxy.ts";

type Variables = Record<string, string>;

/** A store whose server tests can start. */
type Store = Pick<StoreUnderTest, "store" | "require" | "start">;
type Started = Awaited<ReturnType<typeof startInstances>>;

export const redis: Store = {
  store: "redis",
  require: (context) => {
    requireProgram(context, "redis-server");
    requireProgram(context, "redis-cli");
  },
  start: startRedis,
};

/** Makes tests that start instances of their own, all on one server of the store. */
export function testOn(store: Store) {
  const bed = testBed({ ...store, title: store.store, isDurable: true });
  return (
    title: string,
    count: number,
    run: (started: Started) => Promise<void>,
    more: Variables = {},
  ) =>
    test(title, async (context) => {
      requireProgram(context, "nginx");
      const { app, server } = await bed(context);
      const env = { ...server.env(), ...more };
      await run(await startInstances(context, app, count, env));
    });
}

/** Starts an app several times on one store, with nginx in front as the app's README says. All end with the test. */
async function startInstances(
  context: TestContext,
  app: string,
  count: number,
  env: Variables,
) {
  const shared = {
    ...{ ENVIRONMENT: "prod-https", HTTPS: "proxy", ...env },
    SESSION_SECRET: newSecret(),
  };
  const instances = await Promise.all(
    Array.from({ length: count }, () => startInstance(app, shared)),
  );
  const ports = instances.map(({ port }) => port);
  const readme = readFileSync(join(app, "README.md"), "utf8");
  const url = await startBalancer(context, ports, readme);
  return { url, instances, secret: shared.SESSION_SECRET };
}

/** An instance that stays on its port, because nginx knows it there. */
async function startInstance(app: string, shared: Variables) {
  const port = await freePort();
  let running: RunningApp | undefined;

  async function start(changed: Variables = {}): Promise<void> {
    const env = { ...shared, ...changed, PORT: String(port) };
    running = await startScript(app, "start", { env });
    await serves(running.url());
  }

  await start();
  return {
    port,
    /** Resolves when it can serve. */
    start,
    stop: (signal?: NodeJS.Signals) => running?.stop(signal),
    output: () => running?.output() ?? "",
  };
}

export type Instance = Awaited<ReturnType<typeof startInstance>>;

export const newSecret = () => randomBytes(32).toString("hex");
