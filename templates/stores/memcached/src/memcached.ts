// Keeps a connection to a memcached and speaks as much of its text protocol as sessions need. The clients
// on npm were read and not taken: `memcached` is unmaintained; `memjs` has no compare-and-swap, gives
// half an answer of a lost connection to the next one, and leaves questions open when the server closes.
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { answerQueue } from "./memcached-answers.js";

const LONGEST_PAUSE = 1_000;
const LONGEST_GOODBYE = 1_000;

/**
 * Connects in the background, again and again. While there is no connection, and while an answer is
 * overdue, `ask` fails at once.
 */
export function connectMemcached(address: string, storeTimeout: number) {
  const closing = new AbortController();
  const answers = answerQueue();
  const isSilent = (time: number) => answers.oldest() < Date.now() - time;
  let socket: Socket | undefined; // while connected
  let cause: Error & { code?: string } = new Error("closed");
  let settle: () => void;
  const tried = new Promise<void>((resolve) => (settle = resolve));

  async function stayConnected(): Promise<void> {
    const opened = open(address, 2 * storeTimeout + 500, answers);
    const stop = () => opened.destroy();
    closing.signal.addEventListener("abort", stop);
    opened.once("connect", () => {
      socket = opened;
      settle();
    });
    opened.on("error", (error) => (cause = error));
    await new Promise((resolve) => opened.once("close", resolve));
    closing.signal.removeEventListener("abort", stop);
    socket = undefined;
    settle();
  }
  void repeat(stayConnected, closing.signal);

  return {
    ask: async (command: string) => {
      await tried; // the first visitor may be quicker than the first connection
      if (!socket?.writable) throw new Error(cause.message || cause.code);
      if (isSilent(storeTimeout)) throw new Error("no answer in time");
      const answer = answers.next();
      socket.write(command);
      return answer;
    },
    close: async () => {
      const limit = Date.now() + LONGEST_GOODBYE;
      while (answers.oldest() < Infinity && Date.now() < limit) await sleep(20);
      closing.abort();
    },
  };
}

/** A connection that breaks when it has been silent for that many milliseconds. */
function open(address: string, patience: number, answers: ReturnType<typeof answerQueue>): Socket {
  const [, host, port = "11211"] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(address)!;
  const socket = connect({ host, port: Number(port), noDelay: true, keepAlive: true });
  const begin = Date.now();
  const watch = setInterval(() => {
    const oldest = socket.connecting ? begin : answers.oldest();
    if (oldest < Date.now() - patience) socket.destroy(new Error("no answer"));
  }, 250);
  socket.on("data", (bytes) => {
    try {
      answers.take(bytes);
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
  socket.once("close", () => {
    clearInterval(watch);
    answers.fail(new Error("connection lost"));
  });
  return socket;
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
