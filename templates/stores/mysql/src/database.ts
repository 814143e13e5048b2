import type { Socket } from "node:net";
import mysql, { type ResultSetHeader, type RowDataPacket } from "mysql2/promise";

const CONNECTIONS = 10; // of each instance, and one for locks; the server allows 151 unless told otherwise
const NO_SUCH_TABLE = "ER_NO_SUCH_TABLE";

export const address = () => process.env.DATABASE_URL ?? "";

// Times are milliseconds since 1970: no time zone and no rounding to seconds matters. Ids differ by case.
const schema = `CREATE TABLE IF NOT EXISTS express_sessions (
  id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  data MEDIUMTEXT CHARACTER SET utf8mb4 NOT NULL,
  expires_at BIGINT NOT NULL,
  INDEX express_sessions_expires_at (expires_at)
) ENGINE = InnoDB`;

/** A pool that throws a connection away after any failure, above all when an answer is late. */
export function openDatabase(timeout: number) {
  const pool = mysql.createPool({
    uri: address(),
    connectTimeout: timeout,
    connectionLimit: CONNECTIONS,
    queueLimit: 1_000,
    idleTimeout: 60_000,
  });
  pool.on("connection", makeHarmless);

  async function once(sql: string, values: (string | number)[]) {
    const begin = Date.now();
    const connection = await pool.getConnection();
    try {
      // Nobody waits for it any more, and a write that comes late could undo a newer one.
      if (Date.now() - begin >= timeout) throw new Error("no free connection in time");
      // Prepared on the server: nothing is quoted here, whatever the server's SQL mode.
      const [result] = await inTime(connection.execute<RowDataPacket[]>(sql, values), timeout);
      connection.release();
      return result;
    } catch (error) {
      discard(connection);
      throw error;
    }
  }

  /** The table is made when it is missed: at the first start, and should it ever go. */
  async function run<Result = ResultSetHeader>(sql: string, values: (string | number)[] = []) {
    try {
      return (await once(sql, values)) as Result;
    } catch (error) {
      if ((error as { code?: string }).code !== NO_SUCH_TABLE) throw error;
      await once(schema, []);
      return (await once(sql, values)) as Result;
    }
  }

  return { run, end: () => pool.end() };
}

/** Makes what is missing and says what it did; for `store:setup`. */
export async function setUpStore(): Promise<string> {
  const connection = await mysql.createConnection({ uri: address(), connectTimeout: 10_000 });
  try {
    const [found] = await connection.query<RowDataPacket[]>("SHOW TABLES LIKE 'express_sessions'");
    if (found.length > 0) return "The table express_sessions is there already.";
    await connection.query(schema);
    return "Made the table express_sessions.";
  } finally {
    await connection.end();
  }
}

/** Rejects when an answer is late: mysql2 itself would wait for ever. */
export async function inTime<Answer>(answer: Promise<Answer>, timeout: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, timeout, new Error("no answer in time"));
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** A connection that breaks while it is idle is no error, and none keeps the app from ending. */
export function makeHarmless(connection: mysql.Connection): void {
  connection.on("error", () => {});
  socketOf(connection).unref();
}

/** Ends a connection at once; `destroy` alone would wait for the server to agree. */
export function discard(connection: mysql.Connection): void {
  connection.destroy();
  socketOf(connection).destroy();
}

// The driver has no name for it in its types; the connection may be wrapped.
function socketOf(connection: mysql.Connection): Socket {
  const { connection: inner = connection } = connection as { connection?: object };
  return (inner as { stream: Socket }).stream;
}
