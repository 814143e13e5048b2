// A lock is a row with an end, not an advisory lock: those belong to a connection, and behind a pooler
// such as PgBouncer connections change with each statement.
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { openDatabase } from "./database.js";

const TRY_AGAIN = 250;
const LOCK_TIME = 10_000; // as in the statement

const take = `INSERT INTO express_session_locks VALUES ($1, $2, now() + interval '10 s')
  ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, until = excluded.until
    WHERE express_session_locks.until <= now()`;
const release = "DELETE FROM express_session_locks WHERE owner = ANY($1)";

/** Locks that all instances of the app see; each ends by itself when its owner dies. */
export function openLocks({ run }: ReturnType<typeof openDatabase>) {
  const leftOver = new Map<string, number>();

  async function lock(id: string) {
    const owner = randomUUID();
    try {
      const { rowCount } = await run(take, [id, owner]);
      return rowCount === 1 ? () => unlock(id, owner) : undefined;
    } catch (error) {
      releaseLater(owner); // the server may have done it without our knowing
      throw error;
    }
  }

  async function unlock(id: string, owner: string): Promise<void> {
    try {
      await run(`${release} AND id = $2`, [[owner], id]);
    } catch {
      releaseLater(owner);
    }
  }

  // So that nobody waits for such a lock to end, once the server is back.
  function releaseLater(owner: string): void {
    leftOver.set(owner, Date.now() + LOCK_TIME);
    if (leftOver.size === 1) void releaseAll();
  }

  async function releaseAll(): Promise<void> {
    while (leftOver.size > 0) {
      await setTimeout(TRY_AGAIN * (1 + Math.random()), undefined, { ref: false });
      const owners = [...leftOver.keys()];
      const isDone = await run(release, [owners]).then(
        () => true,
        () => false,
      );
      for (const owner of owners) {
        if (isDone || leftOver.get(owner)! < Date.now()) leftOver.delete(owner);
      }
    }
  }

  return lock;
}
