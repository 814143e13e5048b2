// Locks of the server by GET_LOCK: no row, no disk, and they end with their connection. All of an
// instance are on one connection, because visitors must not use up those of the pool.
import mysql, { type RowDataPacket } from "mysql2/promise";
import { address, discard, inTime, makeHarmless } from "./database.js";

const SILENCE = 10; // seconds without a sign of life, after which the server ends the connection
const LOCK_TIME = 2_000; // of one whose unlocking was lost, because nobody waited for it any more
const CALLS_AT_ONCE = 100;

/** Locks that all instances of the app see; they end by themselves when their owner dies. */
export function openLocks(timeout: number) {
  let line: ReturnType<typeof openLine> | undefined;

  async function lock(id: string) {
    if (line?.isBroken()) line = undefined;
    const { held, call } = (line ??= openLine(timeout));
    // What this instance has it may take again, as its own requests take turns. The server would count.
    const before = held.get(id);
    clearTimeout(before?.timer);
    const taken = before?.taken ?? call("GET_LOCK(?, 0)", id);
    const timer = setTimeout(() => unlock().catch(() => {}), LOCK_TIME).unref();
    const mine = { taken, timer };
    held.set(id, mine);

    async function unlock(): Promise<void> {
      clearTimeout(timer);
      if (held.get(id) !== mine) return; // a later request of this instance has it
      held.delete(id);
      if (await taken) await call("RELEASE_LOCK(?)", id);
    }
    if (await taken) return unlock;
    await unlock();
    return undefined;
  }

  return { lock, end: () => line?.end() };
}

/** One connection. What is asked while an answer is under way is asked together after it. */
function openLine(timeout: number) {
  const held = new Map<string, { taken: Promise<boolean>; timer: NodeJS.Timeout }>();
  const waiting: ReturnType<typeof newCall>[] = [];
  let asked: typeof waiting = [];
  let isBroken = false;
  let isSending = false;
  const connecting = connect(timeout);
  connecting.then((connection) => connection.on("error", end), end);

  function call(name: string, id: string): Promise<boolean> {
    const made = newCall(name, id);
    waiting.push(made);
    if (isBroken) end();
    else if (!isSending) void send();
    return made.answer;
  }

  async function send(): Promise<void> {
    isSending = true;
    try {
      const connection = await connecting;
      while (waiting.length > 0) {
        asked = waiting.splice(0, CALLS_AT_ONCE);
        const sql = `SELECT ${asked.map(({ name }) => name).join()}`;
        const ids = asked.map(({ id }) => id);
        const answer = connection.query<RowDataPacket[][]>({ sql, rowsAsArray: true }, ids);
        const [[values]] = await inTime(answer, timeout);
        for (const [at, { resolve }] of asked.entries()) resolve((values[at] as unknown) === 1);
      }
    } catch (error) {
      end(error as Error);
    }
    isSending = false;
  }

  // The server ends the locks as soon as it notices.
  function end(reason = new Error("the connection is closed")): void {
    isBroken = true;
    for (const { reject } of [...asked, ...waiting.splice(0)]) reject(reason);
    connecting.then(discard, () => {});
  }

  return { held, call, end, isBroken: () => isBroken };
}

function newCall(name: string, id: string) {
  let resolve = (_isDone: boolean) => {};
  let reject = (_error: Error) => {};
  const answer = new Promise<boolean>((...ways) => ([resolve, reject] = ways));
  return { name, id, answer, resolve, reject };
}

async function connect(timeout: number): Promise<mysql.Connection> {
  const connection = await mysql.createConnection({ uri: address(), connectTimeout: timeout });
  makeHarmless(connection);
  try {
    await inTime(connection.query("SET SESSION wait_timeout = ?", [SILENCE]), timeout);
  } catch (error) {
    discard(connection);
    throw error;
  }
  return connection;
}
