// The hard part of a session store, the same for every kind of store:
// - Ids are hashed: who reads the store cannot use them as cookies.
// - The server enforces both time limits, idle and absolute.
// - Every call has a deadline, and after a failure all fail at once for a moment: none pile up.
// - A slow request cannot bring back an ended session: what was loaded is updated, never created.
// - A visit that changes nothing writes nothing but, now and then, the expiry.
import { hash } from "node:crypto";
import { callbackify } from "node:util";
import type { Request } from "express";
import { type CookieOptions, type SessionData, Store } from "express-session";
import type { SessionTable, Settings, StoredSession } from "../types/session.js";

const keyOf = (id: string) => hash("sha256", id, "base64url");

/** Makes the store that express-session sees of the table of session-store.ts. */
export function guardStore(
  table: SessionTable,
  { idle, lifetime, storeTimeout }: Settings,
  cookie: CookieOptions,
) {
  const stored = new WeakMap<object, StoredSession>();
  const { pause = 250, calm = pause } = table;
  let [failedAt, recoveredAt] = [0, 0];

  async function load(id: string): Promise<SessionData | null> {
    const found = await ask(() => table.read(keyOf(id)), false);
    const data = found && (JSON.parse(found.data) as SessionData);
    if (!data || data.createdAt + lifetime <= Date.now()) return null;
    // Attributes are not stored: a change of them reaches old sessions too.
    Object.assign(data, { cookie: { ...cookie } });
    stored.set(data, found);
    return data;
  }

  async function save(id: string, session: Partial<SessionData>): Promise<void> {
    const { cookie: _, createdAt = Date.now(), ...values } = session;
    const data = JSON.stringify({ createdAt, ...values });
    const expiresAt = Math.min(Date.now() + idle, createdAt + lifetime);
    const before = stored.get(session);
    if (!before) await ask(() => table.create(keyOf(id), { data, expiresAt }));
    else if (before.data !== data) await ask(() => table.update(keyOf(id), { data, expiresAt }));
    else if (expiresAt - before.expiresAt <= Math.min(idle / 10, 60_000)) return;
    else await ask(() => table.extend(keyOf(id), expiresAt));
    stored.set(session, { data, expiresAt });
  }

  // What began before a failure or recovery proves no change; nor does a read: full stores can read.
  async function ask<Answer>(question: () => Promise<Answer>, isProof = true) {
    const begin = Date.now();
    try {
      if (begin < failedAt + pause) throw new Error("it has just failed");
      const answer = await new Promise<Answer>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error("no answer in time")), storeTimeout);
        void question()
          .then(resolve, reject)
          .finally(() => clearTimeout(timer));
      });
      if (isProof && failedAt > 0 && begin >= failedAt + calm) {
        console.log("The session store answers again.");
        [failedAt, recoveredAt] = [0, Date.now()];
      }
      return answer;
    } catch (error) {
      const isNew = failedAt === 0 && begin >= recoveredAt;
      if (isNew) console.error("The session store fails:", (error as Error).message);
      if (isNew || (failedAt > 0 && Date.now() >= failedAt + pause)) failedAt = Date.now();
      throw Object.assign(new Error("No session store"), { status: 503 });
    }
  }

  return new (class extends Store {
    get = callbackify(load);
    set = callbackify(save);
    destroy = (id: string, callback: (error: Error) => void = () => {}) =>
      callbackify(() => ask(() => table.remove(keyOf(id))))(callback);
    ping = () => ask(() => table.ping());
    close = () => table.close();

    override createSession(req: Request, data: SessionData) {
      const session = super.createSession(req, data);
      stored.set(session, stored.get(data)!);
      return session;
    }
  })();
}
