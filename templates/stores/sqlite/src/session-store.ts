import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { setImmediate as soon } from "node:timers/promises";
import Database from "libsql";
import type { SessionTable, Settings, StoredSession } from "../types/session.js";

const ROWS_AT_ONCE = 500;
export const storeName = "SQLite, a file on this machine";
const file = () => process.env.SQLITE_FILE || "data/sessions.db";

/** Makes the file if need be, readable for nobody else. */
export function storeProblems(settings: Settings): string[] {
  try {
    mkdirSync(dirname(file()), { recursive: true });
    closeSync(openSync(file(), "a", 0o600));
    void openTable(settings).close(); // throws unless it is a database
    return [];
  } catch (error) {
    return [`SQLITE_FILE must be writable: ${(error as Error).message}.`];
  }
}

export function openTable(settings: Settings): SessionTable {
  const db = new Database(file());
  db.exec(`
    PRAGMA busy_timeout = 250; -- the longest wait for another program's lock
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; -- a killed app loses nothing
    CREATE TABLE IF NOT EXISTS sessions (key TEXT PRIMARY KEY, data, expiresAt) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS byExpiry ON sessions (expiresAt)`);
  const read = db.prepare("SELECT data, expiresAt FROM sessions WHERE key = ? AND expiresAt > ?");
  const create = db.prepare("INSERT INTO sessions VALUES (?, ?, ?)");
  const update = db.prepare("UPDATE sessions SET data = ?, expiresAt = ? WHERE key = ?");
  const extend = db.prepare("UPDATE sessions SET expiresAt = ? WHERE key = ?");
  const remove = db.prepare("DELETE FROM sessions WHERE key = ?");
  const prune = db.prepare(`DELETE FROM sessions WHERE key IN
    (SELECT key FROM sessions WHERE expiresAt <= ? LIMIT ${ROWS_AT_ONCE})`);

  // A few rows at once, so that no visitor has to wait for it.
  function pruneSome(): void {
    try {
      if (prune.run(Date.now()).changes === ROWS_AT_ONCE) setImmediate(pruneSome);
    } catch {
      // The file is locked, full or closed: the next round does it.
    }
  }
  setInterval(pruneSome, Math.min(settings.idle, 60_000)).unref();

  // Writes of one moment share a transaction, because its end is what costs.
  const runAll = db.transaction((runs: (() => void)[]) => runs.forEach((run) => run()));
  const waiting: (() => void)[] = [];
  let done: Promise<void>;
  function write(run: () => void): Promise<void> {
    if (waiting.push(run) === 1) done = soon().then(() => runAll.immediate(waiting.splice(0)));
    return done;
  }

  return {
    read: async (key) => read.get(key, Date.now()) as StoredSession | undefined,
    create: (key, { data, expiresAt }) => write(() => create.run(key, data, expiresAt)),
    update: (key, { data, expiresAt }) => write(() => update.run(data, expiresAt, key)),
    extend: (key, expiresAt) => write(() => extend.run(expiresAt, key)),
    remove: (key) => write(() => remove.run(key)),
    ping: async () => void db.exec("PRAGMA user_version = 1"), // a write
    close: async () => void db.close(),
  };
}
