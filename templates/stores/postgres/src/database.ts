import { Client, type DatabaseError, Pool } from "pg";

const CONNECTIONS = 10; // of each instance; PostgreSQL allows 100 unless told otherwise
const UNDEFINED_TABLE = "42P01";

export const address = () => process.env.DATABASE_URL ?? "";

/** What is asked at one moment is asked in one statement: most of the cost is in asking. */
export const atOneMoment = { cache: false, batchScheduleFn: setImmediate };

// Times are milliseconds since 1970, so no time zone matters. The locks are worth no write-ahead log:
// a crash of the server may forget them. Of many that begin at once, one makes the tables.
const schema = `
  SELECT pg_advisory_xact_lock(hashtext('express_sessions'));
  CREATE TABLE IF NOT EXISTS express_sessions
    (id text PRIMARY KEY, data text NOT NULL, expires_at bigint NOT NULL);
  CREATE INDEX IF NOT EXISTS express_sessions_expires_at ON express_sessions (expires_at);
  CREATE UNLOGGED TABLE IF NOT EXISTS express_session_locks
    (id text PRIMARY KEY, instance uuid NOT NULL, owner uuid NOT NULL, until timestamptz NOT NULL)`;

/** A pool that throws a connection away after any failure, above all when an answer is late. */
export function openDatabase(timeout: number) {
  const pool = new Pool({
    connectionString: address(),
    max: CONNECTIONS,
    connectionTimeoutMillis: timeout, // also of the wait for a free one
    query_timeout: timeout,
    keepAlive: true,
    allowExitOnIdle: true, // a frozen server does not keep the app from ending
  });
  pool.on("error", () => {}); // an idle connection broke; the pool makes another

  /** The tables are made when they are missed: at the first start, and should they ever go. */
  async function run(text: string, values: unknown[] = []) {
    try {
      return await pool.query(text, values);
    } catch (error) {
      if ((error as DatabaseError).code !== UNDEFINED_TABLE) throw error;
      await pool.query(schema);
      return pool.query(text, values);
    }
  }

  return { run, end: () => pool.end() };
}

/** Makes what is missing and says what it did; for `store:setup`. */
export async function setUpStore(): Promise<string> {
  const client = new Client({ connectionString: address(), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const names = "express_sessions and express_session_locks";
    const missing = `SELECT to_regclass('express_sessions') IS NULL
      OR to_regclass('express_session_locks') IS NULL AS missing`;
    const { rows } = await client.query<{ missing: boolean }>(missing);
    if (!rows[0].missing) return `The tables ${names} are there already.`;
    await client.query(schema);
    return `Made the tables ${names}.`;
  } finally {
    await client.end();
  }
}
