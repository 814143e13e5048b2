import { afterAll, type TestContext } from "vitest";
import { type RunningApp, startScript } from "./running-app.ts";
import { serverOf } from "./stores/servers.ts";
import { removeFolders } from "./stores/server-process.ts";
import type { StoreServer } from "./stores/store-under-test.ts";
import { serves } from "./stores/contract.ts";

interface Beside {
  store: string;
  context: TestContext;
  script?: "start" | "dev";
  /** The Node that runs it. */
  node?: string;
}

/** The servers that the apps of one test file need, each started when it is first asked for. */
export function storeServers() {
  const started = new Map<string, Promise<StoreServer>>();
  afterAll(async () => {
    for (const server of started.values()) await (await server).end();
    removeFolders();
  });

  /** The variables that lead an app to its store; none for stores without a server. */
  async function environmentOf(store: string, context: TestContext) {
    const kind = serverOf(store);
    if (!kind) return {};
    kind.require(context);
    const server = started.get(store) ?? kind.start();
    started.set(store, server);
    return (await server).env();
  }

  return {
    environmentOf,
    /** Starts an app beside its store, and waits until it has it. */
    startWithStore: async (
      folder: string,
      { store, context, script = "start", node }: Beside,
    ): Promise<RunningApp> => {
      const env = await environmentOf(store, context);
      const app = await startScript(folder, script, { env }, node);
      await serves(app.url());
      return app;
    },
  };
}
