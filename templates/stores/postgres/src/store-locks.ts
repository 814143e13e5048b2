// A lock is a row with an end, not an advisory lock: those belong to a connection, and behind a pooler
// such as PgBouncer connections change with each statement.
import { randomUUID } from "node:crypto";
import DataLoader from "dataloader";
import { atOneMoment, type openDatabase } from "./database.js";

const LOCK_SECONDS = 2;

// What this instance has it may take again, as its own requests take turns: so a lock whose unlocking was
// lost keeps nobody out. All instances go through the rows in one order, so none waits for another.
const take = `INSERT INTO express_session_locks
  SELECT id, $2, owner, now() + interval '${LOCK_SECONDS} s'
    FROM unnest($1::text[], $3::uuid[]) AS wanted (id, owner) ORDER BY id
  ON CONFLICT (id) DO UPDATE
    SET instance = excluded.instance, owner = excluded.owner, until = excluded.until
    WHERE express_session_locks.instance = excluded.instance OR express_session_locks.until <= now()
  RETURNING owner`;
const release = `DELETE FROM express_session_locks WHERE id = ANY (ARRAY (SELECT id
  FROM express_session_locks WHERE id = ANY ($1) AND owner = ANY ($2) ORDER BY id FOR UPDATE))`;

/** Locks that all instances of the app see; each ends by itself when its owner dies. */
export function openLocks({ run }: ReturnType<typeof openDatabase>) {
  const instance = randomUUID();
  const takes = inOneStatement(async (ids, owners) => {
    const { rows } = await run(take, [ids, instance, owners]);
    return rows.map(({ owner }) => owner as string);
  });
  const releases = inOneStatement(async (ids, owners) => {
    await run(release, [ids, owners]);
    return owners;
  });

  return async (id: string) => {
    const lock = { id, owner: randomUUID() };
    const isOurs = await takes.load(lock);
    return isOurs ? async () => void (await releases.load(lock)) : undefined;
  };
}

/** Asks for many locks together and says of each whether it is among those that were `done`. */
function inOneStatement(done: (ids: string[], owners: string[]) => Promise<string[]>) {
  return new DataLoader(async (locks: readonly { id: string; owner: string }[]) => {
    // A statement changes a row once: who asks for a lock as the second has to try again.
    const first = [...new Map(locks.toReversed().map(({ id, owner }) => [id, owner]))];
    const owners = await done(
      first.map(([id]) => id),
      first.map(([, owner]) => owner),
    );
    const all = new Set(owners);
    return locks.map(({ owner }) => all.has(owner));
  }, atOneMoment);
}
