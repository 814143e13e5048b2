// Keeps one connection to a Redis. The driver would reconnect too, but it does not notice a connection
// that has gone silent: so what is broken is replaced here.
import { setTimeout as sleep } from "node:timers/promises";
import { clientOf, destroy, within } from "./redis-client.js";

const LONGEST_PAUSE = 1_000;
const LONGEST_GOODBYE = 1_000;

/**
 * Connects in the background, again and again, to the address that `find` gives. While there is no
 * connection, and while an answer is overdue, `ask` fails at once.
 */
export function keepConnection(find: () => Promise<string> | string, storeTimeout: number) {
  const closing = new AbortController();
  let connection: Awaited<ReturnType<typeof connect>> | undefined;
  let cause: Error & { code?: string } = new Error("closed");
  let settle: () => void;
  const tried = new Promise<void>((resolve) => (settle = resolve));

  async function stayConnected(): Promise<void> {
    try {
      connection = await connect(await find(), storeTimeout, closing.signal);
      settle();
      await connection.lost;
    } catch (error) {
      cause = error as Error;
    }
    connection = undefined;
    settle();
  }
  void repeat(stayConnected, closing.signal);

  return {
    /** One server has all keys, so it does not matter which is asked for. */
    ask: async <Answer>(
      question: (redis: ReturnType<typeof clientOf>) => Promise<Answer>,
      _key?: string,
    ) => {
      await tried; // the first visitor may be quicker than the first connection
      if (!connection) throw new Error(cause.message || cause.code);
      return connection.ask(question);
    },
    samples: () => Promise.resolve(["ping"]),
    close: async () => {
      const limit = Date.now() + LONGEST_GOODBYE;
      while (connection?.isBusy() && Date.now() < limit) await sleep(20);
      closing.abort();
    },
  };
}

/** One connection, until it breaks or goes silent: then `lost` rejects. */
async function connect(url: string, storeTimeout: number, closing: AbortSignal) {
  closing.throwIfAborted(); // it was closed while the address was looked for
  const patience = 2 * storeTimeout + 500;
  const unanswered = new Map<number, number>(); // number of the question -> when it was asked
  let questions = 0;
  let lose: (reason: Error) => void = () => {};
  const lost = new Promise<never>((_, reject) => (lose = reject));
  const client = clientOf(url, storeTimeout);
  const isSilent = (time: number) => {
    const [oldest = Infinity] = unanswered.values();
    return oldest < Date.now() - time;
  };

  const watch = setInterval(() => isSilent(patience) && lose(new Error("no answer")), 250);
  const stop = () => lose(new Error("closed"));
  closing.addEventListener("abort", stop);
  client.on("error", lose);
  lost.catch(() => {
    closing.removeEventListener("abort", stop);
    clearInterval(watch);
    destroy(client);
  });
  await Promise.race([within(patience, client.connect()).catch(lose), lost]);

  async function ask<Answer>(question: (redis: ReturnType<typeof clientOf>) => Promise<Answer>) {
    if (isSilent(storeTimeout)) throw new Error("no answer in time");
    const number = questions++;
    unanswered.set(number, Date.now());
    try {
      return await question(client);
    } catch (error) {
      // It was the master once, and is a replica now. Redis 6 puts words of a script's in front.
      if ((error as Error).message.includes("READONLY")) lose(error as Error);
      throw error;
    } finally {
      unanswered.delete(number);
    }
  }
  return { ask, lost, isBusy: () => unanswered.size > 0 };
}

/** Does it again whenever it has ended: not all instances at once, and not in a hurry. */
async function repeat(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let failures = 1; !signal.aborted; failures++) {
    const begin = Date.now();
    await work();
    if (Date.now() - begin > 5_000) failures = 1;
    const pause = Math.min(50 * 2 ** failures, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
}
