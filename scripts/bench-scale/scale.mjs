import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startScript } from "../../test/system/running-app.ts";
import { serves } from "../../test/system/stores/contract.ts";
import { sharedFolder } from "../../test/system/stores/server-process.ts";
import { testBed } from "../../test/system/stores/store-under-test.ts";
import { compare, load, secret } from "./load.mjs";
import { stores } from "./stores.mjs";

const many = Number(process.env.BENCH_ROWS ?? 1_000_000);
const few = 1_000;
const perSession = 1_000; // bytes that an app may keep in a session

describe.each(stores)("$store", (store) => {
  const bed = testBed({ ...store, title: store.store, isDurable: true });

  test(`bench ${store.store}`, async (context) => {
    const { app, server: big } = await bed(context);
    const small = await store.start();
    try {
      const unlocked = withoutLock(app);
      const started = {
        one: await startApp(app, big),
        fewRows: await startApp(app, small),
        start: () => startApp(app, big),
        startUnlocked: () => startApp(unlocked, big),
      };
      say(store, "memory", await memory(store, small, big));
      expect(await bench(store, started)).toBeDefined();
    } finally {
      await small.end();
    }
  });
});

/** What takes requests: by `fewRows`, an app on a store with few sessions, and by others on one with many. */
async function bench(store, { one, fewRows, start, startUnlocked }) {
  const busy = (apps, rows = many) => ({ apps, rows, ...store });
  const rows = { [few]: busy([fewRows], few), [many]: busy([one]) };
  say(store, "rows", await compare(rows));

  const two = [one, await start()];
  const free = [await startUnlocked(), await startUnlocked()];
  const lock = { lock: busy(two), "no lock": busy(free) };
  say(store, "lock", await compare(lock));
  say(store, "lock, one at a time", await compare(lock, 200, 1));

  const four = [...two, await start(), await start()];
  const instances = { 1: busy([one]), 2: busy(two), 4: busy(four) };
  say(store, "instances", await compare(instances));
  const held = await load({ ...busy(two, 1), visits: 1_000 });
  say(store, "one visitor at once", held);
  return held;
}

function say({ store }, what, found) {
  process.stdout.write(`${store}, ${what}: ${JSON.stringify(found)}\n`);
}

/** Bytes a session, with a view counter and with more in it. */
async function memory(store, small, big) {
  const found = {};
  const before = await store.bytes(small);
  await store.fill(small, 0, 100_000, perSession);
  found[`100000 of ${perSession} B`] =
    ((await store.bytes(small)) - before) / 1e5;
  await store.empty(small);
  await store.fill(small, 0, few);
  const empty = await store.bytes(big);
  for (const [from, to] of [
    [0, 100_000],
    [100_000, many],
  ]) {
    await store.fill(big, from, to);
    found[to] = ((await store.bytes(big)) - empty) / to;
  }
  return found;
}

async function startApp(app, server) {
  const env = {
    ...{ ENVIRONMENT: "prod-https", HTTPS: "proxy", SESSION_SECRET: secret },
    ...{ SESSION_IDLE: "7d", SESSION_LIFETIME: "7d", STORE_TIMEOUT: "10s" },
    ...server.env(),
  };
  const running = await startScript(app, "start", { env });
  await serves(running.url());
  return running.url().replace("localhost", "127.0.0.1");
}

/** A copy of the app whose requests to several instances do not wait for each other. */
function withoutLock(app) {
  const copy = join(sharedFolder(), "unlocked");
  cpSync(app, copy, { recursive: true, verbatimSymlinks: true });
  writeFileSync(
    join(copy, "src/session-lock.js"),
    "export const lockSession = () => (_req, _res, next) => next();\n",
  );
  return copy;
}
