// Keeps one connection to Redis. The driver reconnects too, but it does not notice a connection that
// has gone silent, and its sentinel client sends commands again after visitors were told that they
// failed. So the sentinels are asked here, and what is broken is replaced.
import { setTimeout as sleep } from "node:timers/promises";
import type { addresses } from "./redis-addresses.js";
import { clientOf, clusterClient, destroy, masterOf, within } from "./redis-clients.js";

const LONGEST_PAUSE = 1_000;
const LONGEST_GOODBYE = 1_000;

/** Connects in the background, again and again; while there is no connection, `ask` fails at once. */
export function keepConnection(to: ReturnType<typeof addresses>, storeTimeout: number) {
  const patience = 2 * storeTimeout + 500;
  const closing = new AbortController();
  const unanswered = new Map<number, number>(); // number of the question -> when it was asked
  let client: ReturnType<typeof clientOf> | undefined;
  let lose: (reason: Error) => void = () => {};
  let cause: Error & { code?: string } = new Error("closed");
  let questions = 0;
  let settle: () => void;
  const tried = new Promise<void>((resolve) => (settle = resolve));

  async function keep(): Promise<void> {
    let failures = 0;
    while (!closing.signal.aborted) {
      const begin = Date.now();
      cause = await stayConnected().catch((error) => error);
      settle();
      // Not all instances at once, and not in a hurry.
      failures = Date.now() - begin > 5_000 ? 0 : failures + 1;
      const pause = Math.min(50 * 2 ** failures, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  /** Rejects when the connection is lost. */
  async function stayConnected(): Promise<never> {
    const url = to.sentinels.length ? await within(patience, masterOf(to)) : to.url;
    const isCluster = to.cluster.length > 0;
    const opened = isCluster
      ? clusterClient(to.cluster, storeTimeout)
      : clientOf(url, storeTimeout);
    const watch = setInterval(() => {
      const [oldest = Infinity] = unanswered.values();
      if (oldest < Date.now() - patience) lose(new Error("no answer"));
    }, 250);
    try {
      const lost = new Promise<never>((_, reject) => (lose = reject));
      lost.catch(() => {}); // awaited below
      // A cluster lives on without one of its nodes.
      opened.on("error", isCluster ? () => {} : lose);
      closing.signal.addEventListener("abort", () => destroy(opened), { once: true });
      await within(patience, opened.connect());
      client = opened;
      settle();
      return await lost;
    } finally {
      client = undefined;
      unanswered.clear();
      clearInterval(watch);
      destroy(opened);
    }
  }
  void keep();

  return {
    ask: async <Answer>(question: (redis: NonNullable<typeof client>) => Promise<Answer>) => {
      await tried; // the first visitor may be quicker than the first connection
      if (!client) throw new Error(cause.message || cause.code);
      const number = questions++;
      unanswered.set(number, Date.now());
      try {
        return await question(client);
      } catch (error) {
        // It was the master once, and is a replica now.
        if ((error as Error).message.startsWith("READONLY")) lose(error as Error);
        throw error;
      } finally {
        unanswered.delete(number);
      }
    },
    close: async () => {
      const limit = Date.now() + LONGEST_GOODBYE;
      while (unanswered.size > 0 && Date.now() < limit) await sleep(20);
      closing.abort();
      lose(new Error("closed"));
    },
  };
}
