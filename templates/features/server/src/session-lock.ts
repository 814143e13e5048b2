import { hash } from "node:crypto";
import { finished } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import type { RequestHandler, Response } from "express";
import type { GuardedStore } from "../types/session.js";

const LONGEST_WAIT = 5_000;
const BETWEEN_TRIES = 10;

/**
 * Does for all instances of the app together what takeTurns does for one: while a request has the
 * lock of its session, the same visitor's requests to other instances wait. The store gives a lock
 * up by itself when the instance that has it dies.
 */
export function lockSession(cookieName: string, store: GuardedStore): RequestHandler {
  return async (req, res, next) => {
    const cookies = req.headers.cookie?.split("; ") ?? [];
    const own = cookies.find((cookie) => cookie.startsWith(`${cookieName}=`));
    if (own) {
      const key = hash("sha256", own, "base64url");
      const limit = Date.now() + LONGEST_WAIT;
      let unlock = await store.lock(key);
      while (!unlock && Date.now() < limit) {
        await setTimeout(BETWEEN_TRIES * (1 + Math.random()));
        unlock = await store.lock(key);
      }
      if (unlock) unlockWith(res, unlock);
    }
    next();
  };
}

/** When the answer begins the session is saved, so the visitor's next request may come. */
function unlockWith(res: Response, unlock: () => Promise<void>): void {
  let isLocked = true;
  function once(): void {
    if (isLocked) unlock().catch(() => {}); // the store gives it up by itself
    isLocked = false;
  }
  finished(res).then(once, once);
  res.writeHead = new Proxy(res.writeHead, {
    apply(writeHead, self, args) {
      once();
      return Reflect.apply(writeHead, self, args);
    },
  });
}
