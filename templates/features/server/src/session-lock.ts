import { hash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { RequestHandler, Response } from "express";
import type { GuardedStore } from "../types/session.js";

const LONGEST_WAIT = 5_000;
const BETWEEN_TRIES = 10;
const BETWEEN_RENEWALS = 1_000; // a lock lasts 2 s, so that nobody waits long for one whose owner died

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
      // By its id, as the session itself: in a store of many servers both are on the same one.
      const [, id = own] = /=s(?::|%3A)(.*)\./i.exec(own) ?? [];
      const key = hash("sha256", id, "base64url");
      const lock = () => store.lock(key);
      const limit = Date.now() + LONGEST_WAIT;
      let unlock = await lock();
      while (!unlock && Date.now() < limit) {
        await setTimeout(BETWEEN_TRIES * (1 + Math.random()));
        unlock = await lock();
      }
      if (unlock) keepLocked(res, lock, unlock);
    }
    next();
  };
}

/** When the answer begins the session is saved, so the visitor's next request may come. */
function keepLocked(
  res: Response,
  lock: () => ReturnType<GuardedStore["lock"]>,
  unlock: () => Promise<void>,
): void {
  let held: Promise<typeof unlock> | undefined = Promise.resolve(unlock);
  const limit = Date.now() + LONGEST_WAIT;
  const renewing = setInterval(() => {
    if (Date.now() > limit)
      clearInterval(renewing); // nobody waits for it any more
    else held = held?.then(async (before) => (await lock().catch(() => undefined)) ?? before);
  }, BETWEEN_RENEWALS);

  function once(): void {
    clearInterval(renewing);
    held?.then((last) => last()).catch(() => {}); // the store gives it up by itself
    held = undefined;
  }
  if (res.closed) return once();
  res.once("close", once);
  res.writeHead = new Proxy(res.writeHead, {
    apply(writeHead, self, args) {
      once();
      return Reflect.apply(writeHead, self, args);
    },
  });
}
