// A lock is a row with an end, not an advisory lock: those belong to a connection, and behind a pooler
// such as PgBouncer connections change with each statement.
import { randomUUID } from "node:crypto";
import type { openDatabase } from "./database.js";

const LOCK_SECONDS = 2;

// What this instance has it may take again, as its own requests take turns: so a lock whose unlocking was
// lost keeps nobody out.
const take = `INSERT INTO express_session_locks
  VALUES ($1, $2, $3, now() + interval '${LOCK_SECONDS} s')
  ON CONFLICT (id) DO UPDATE
    SET instance = excluded.instance, owner = excluded.owner, until = excluded.until
    WHERE express_session_locks.instance = excluded.instance OR express_session_locks.until <= now()`;
const release = "DELETE FROM express_session_locks WHERE id = $1 AND owner = $2";

/** Locks that all instances of the app see; each ends by itself when its owner dies. */
export function openLocks({ run }: ReturnType<typeof openDatabase>) {
  const instance = randomUUID();

  return async (id: string) => {
    const owner = randomUUID();
    const { rowCount } = await run(take, [id, instance, owner]);
    return rowCount === 1 ? async () => void (await run(release, [id, owner])) : undefined;
  };
}
