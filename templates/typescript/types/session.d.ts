import "express-session";

// What a session holds. Name your own fields here, and the compiler knows them.
declare module "express-session" {
  interface SessionData {
    createdAt: number;
    views: number;
    /*%_ if (gdpr) { _%*/
    consentedAt: number;
    /*%_ } _%*/
  }
}

/** All times in milliseconds. */
export interface Settings {
  host: string | undefined;
  port: number;
  secure: boolean;
  secrets: string[];
  cookieName: string;
  idle: number;
  lifetime: number;
  storeTimeout: number;
  trustProxy: number;
  tls: { key?: Buffer; cert?: Buffer } | undefined;
}

export interface StoredSession {
  data: string;
  expiresAt: number;
}

export type GuardedStore = ReturnType<typeof import("../src/guarded-store.js").guardStore>;

/** What session-store.ts brings; guarded-store.ts makes a session store of it. */
export interface SessionTable {
  read(key: string): Promise<StoredSession | undefined>; // unless expired
  create(key: string, session: StoredSession): Promise<void>;
  update(key: string, session: StoredSession): Promise<void>; // where it is
  extend(key: string, expiresAt: number): Promise<void>;
  remove(key: string): Promise<void>;
  ping(): Promise<void>; // rejects while nothing can be written
  pause?: number; // for all calls after a failure: 0 where each server fails for itself
  calm?: number; // without a failure, until all is well again
  /*%_ if (server) { _%*/
  lock?(key: string): Promise<(() => Promise<void>) | undefined>; // undefined: somebody has it
  /*%_ } _%*/
  close(): Promise<void>;
}
