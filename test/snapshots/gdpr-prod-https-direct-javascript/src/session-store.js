import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";

const ROWS_AT_ONCE = 500;
export const storeName = "SQLite, a file on this machine";
const file = () => process.env.SQLITE_FILE || "data/sessions.db";

/** Makes the file if need be, readable for nobody else. */
export function storeProblems(_settings) {
  try {
    mkdirSync(dirname(file()), { recursive: true });
    closeSync(openSync(file(), "a", 0o600));
    const db = new Database(file());
    db.exec("PRAGMA busy_timeout = 250; PRAGMA schema_version"); // throws unless it is a database
    db.close();
    return [];
  } catch (error) {
    return [`SQLITE_FILE must be writable: ${error.message}.`];
  }
}

export function openTable(settings) {
  const db = new Database(file());
  db.exec(`
    PRAGMA busy_timeout = 250; -- the longest wait for another program's lock
    PRAGMA journal_mode = WAL; -- a killed app loses nothing that it answered
    PRAGMA synchronous = NORMAL;
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
  function pruneSome() {
    try {
      if (prune.run(Date.now()).changes === ROWS_AT_ONCE) setImmediate(pruneSome);
    } catch {
      // The file is locked or full: the next round does it.
    }
  }
  const pruning = setInterval(pruneSome, Math.min(settings.idle, 60_000)).unref();

  return {
    read: async (key) => read.get(key, Date.now()),
    create: async (key, { data, expiresAt }) => void create.run(key, data, expiresAt),
    update: async (key, { data, expiresAt }) => void update.run(data, expiresAt, key),
    extend: async (key, expiresAt) => void extend.run(expiresAt, key),
    remove: async (key) => void remove.run(key),
    ping: async () => void db.exec("PRAGMA user_version = 1"), // a write
    close: async () => {
      clearInterval(pruning);
      db.close();
    },
  };
}
