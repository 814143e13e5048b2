import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { GuardedStore } from "../types/session.js";

const LONGEST_TURN = 5_000;

// Lets the requests of one visitor run one after the other. A session is read, changed and written as
// a whole, so of two at once one would undo the other.
export function takeTurns(cookieName: string): RequestHandler {
  const turns = new Map<string, Promise<unknown>>();
  return (req, res, next) => {
    const cookies = req.headers.cookie?.split("; ") ?? [];
    const own = cookies.find((cookie) => cookie.startsWith(`${cookieName}=`));
    if (!own) return next();
    const turn = turns.get(own)?.then(() => takeTurn(next, res)) ?? takeTurn(next, res);
    turns.set(own, turn);
    void turn.then(() => turns.get(own) === turn && turns.delete(own));
  };
}

function takeTurn(next: NextFunction, res: Response): Promise<void> {
  next();
  return new Promise((end) => {
    const timer = setTimeout(end, res.closed ? 0 : LONGEST_TURN).unref();
    res.on("close", () => end(clearTimeout(timer)));
  });
}

// Saves the session before the first byte of the answer leaves. By itself express-session saves while
// it answers: a failed save would look like a success, and the next request could come too early.
export function saveBeforeAnswering(store: GuardedStore, session: RequestHandler): RequestHandler {
  return (req, res, next) => {
    const { end } = res; // that of express-session would look for changes again
    void session(req, res, (failure?: unknown) => {
      if (failure) return next(failure);
      res.set("Cache-Control", "no-store"); // it is one visitor's own
      res.end = new Proxy(res.end, {
        apply(saveAndEnd, self, args) {
          if (res.headersSent) return Reflect.apply(saveAndEnd, self, args); // a stream: at its end
          const answer = () => Reflect.apply(end, self, args);
          res.end = end; // also for the error page, should this fail
          if (req.session && !isKept(req, res)) delete (req as Partial<Request>).session; // no cookie
          if (!req.session) return answer();
          res.locals.isAnswered = true;
          store.set(req.sessionID, req.session, (error) => {
            if (res.headersSent) return; // something else has answered meanwhile
            if (!error) return answer();
            res.locals.isAnswered = false;
            delete (req as Partial<Request>).session;
            next(error);
          });
          return res;
        },
      });
      next();
    });
  };
}

/** New visitors are not kept for an error, an OPTIONS or a mere redirect. */
function isKept(req: Request, res: Response): boolean {
  if (req.session.createdAt !== undefined) return true;
  const isEmpty = Object.keys(req.session).length === 1; // only the cookie
  /*%_ if (gdpr) { _%*/
  if (isEmpty) return false; // there is no consent
  /*%_ } _%*/
  if (req.method === "OPTIONS" || res.statusCode >= (isEmpty ? 300 : 400)) return false;
  if (req.secure || !req.session.cookie.secure) return true;
  warnOfHttp(req.get("X-Forwarded-Proto"));
  return false;
}

let warnings = 0;
function warnOfHttp(header = "missing"): void {
  const cause = `a request came by HTTP (X-Forwarded-Proto: ${header}), and the cookie is Secure`;
  const cure = "Let the proxy send X-Forwarded-Proto: https, and set TRUST_PROXY to the proxies.";
  if (warnings++ === 0) console.warn(`No session cookie was set: ${cause}. ${cure}`);
}
