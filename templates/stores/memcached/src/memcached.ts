// The few commands of memcached that sessions need, in its text protocol. The clients on npm were
// read and not taken: `memcached` is unmaintained; `memjs` has no compare-and-swap, gives half an
// answer of a lost connection to the next one, and leaves questions open when the server closes.
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const LONGEST_PAUSE = 1_000;
const LONGEST_GOODBYE = 1_000;

/** Connects in the background, again and again; while there is no connection, `ask` fails at once. */
export function connectMemcached(address: string, storeTimeout: number) {
  const [, host, port = "11211"] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(address)!;
  const patience = 2 * storeTimeout + 500;
  const closing = new AbortController();
  const { promise: tried, resolve: settle } = withResolvers();
  const answers = answerQueue();
  let socket: Socket | undefined; // while connected
  let cause: Error & { code?: string } = new Error("closed");

  async function keep(): Promise<void> {
    for (let failures = 1; !closing.signal.aborted; failures++) {
      const begin = Date.now();
      await stayConnected();
      settle();
      // Not all instances at once, and not in a hurry.
      if (Date.now() - begin > 5_000) failures = 1;
      const pause = Math.min(50 * 2 ** failures, LONGEST_PAUSE) * (0.5 + Math.random() / 2);
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  /** Resolves when the connection is lost. */
  function stayConnected(): Promise<void> {
    return new Promise((resolve) => {
      const opened = connect({ host, port: Number(port), noDelay: true, keepAlive: true });
      const begin = Date.now();
      const watch = setInterval(() => {
        const oldest = opened.connecting ? begin : answers.oldest();
        if (oldest < Date.now() - patience) opened.destroy(new Error("no answer"));
      }, 250);
      closing.signal.addEventListener("abort", () => opened.destroy(), { once: true });
      opened.once("connect", () => {
        socket = opened;
        settle();
      });
      opened.on("data", (bytes) => {
        try {
          answers.take(bytes);
        } catch (error) {
          opened.destroy(error as Error);
        }
      });
      opened.on("error", (error) => (cause = error));
      opened.once("close", () => {
        clearInterval(watch);
        socket = undefined;
        answers.fail(new Error("connection lost"));
        resolve();
      });
    });
  }
  void keep();

  return {
    ask: async (command: string) => {
      await tried; // the first visitor may be quicker than the first connection
      if (!socket?.writable) throw new Error(cause.message || cause.code);
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

/** Memcached answers in the order of the questions: a line, or with `gets` a value. */
function answerQueue() {
  let waiting: ReturnType<typeof question>[] = [];
  let received = Buffer.alloc(0);

  function question() {
    return { ...withResolvers<{ line: string; text?: string; unique?: string }>(), at: Date.now() };
  }

  function next() {
    const asked = question();
    waiting.push(asked);
    return asked.promise;
  }

  function take(bytes: Buffer): void {
    received = Buffer.concat([received, bytes]);
    for (let end = received.indexOf("\r\n"); end >= 0; end = received.indexOf("\r\n")) {
      const line = received.toString("latin1", 0, end);
      let after = end + 2;
      let text: string | undefined;
      const [kind, , , size, unique] = line.split(" ");
      if (kind === "VALUE") {
        after += Number(size) + "\r\nEND\r\n".length;
        if (received.length < after) return;
        text = received.toString("utf8", end + 2, end + 2 + Number(size));
      }
      received = received.subarray(after);
      const asked = waiting.shift();
      if (!asked) throw new Error("an answer that nobody asked for");
      if (kind.endsWith("ERROR")) asked.reject(new Error(line));
      else asked.resolve({ line, text, unique });
    }
  }

  function fail(error: Error): void {
    for (const { reject } of waiting) reject(error);
    waiting = [];
    received = Buffer.alloc(0);
  }

  return { next, take, fail, oldest: () => waiting[0]?.at ?? Infinity };
}

function withResolvers<Value = void>() {
  let resolve!: (value: Value) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<Value>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
