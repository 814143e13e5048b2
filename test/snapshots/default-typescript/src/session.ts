import { promisify } from "node:util";
import type { Request, Response } from "express";
import session, { type CookieOptions } from "express-session";
import type { GuardedStore, Settings } from "../types/session.js";
import { saveBeforeAnswering, takeTurns } from "./session-requests.js";

/** The attributes of the session cookie, each with its reason. */
export function cookieAttributes(settings: Settings) {
  return {
    // Scripts cannot read it, so a script that got into a page cannot steal it.
    httpOnly: true,
    // It never travels unencrypted. Browsers drop a Secure cookie that comes by HTTP (dev-http).
    secure: settings.secure,
    // Forms on other sites are sent without it; links from there still work.
    sameSite: "lax",
    // One session for the whole app.
    path: "/",
    // No domain: it goes to this host alone, not to its subdomains.
  } satisfies CookieOptions;
}

/** Everything that makes req.session, in the order in which it has to run. */
export function sessions(settings: Settings, store: GuardedStore) {
  return [
    takeTurns(settings.cookieName),
    saveBeforeAnswering(
      store,
      // session-check-ignore cookie-maxage-missing it goes with the browser; the server ends it earlier
      session({
        store,
        name: settings.cookieName,
        // The first signs, all verify: a new secret in front logs nobody out.
        secret: settings.secrets,
        // Writing back what did not change could undo what another request wrote.
        resave: false,
        // session-check-ignore save-uninitialized standard counts new visitors; gdpr asks them first
        saveUninitialized: true,
        cookie: cookieAttributes(settings),
      }),
    ),
  ];
}

/** Ends the session: first in the store, where it counts, then in the browser. */
export async function endSession(req: Request, res: Response, settings: Settings) {
  await promisify(req.session.destroy.bind(req.session))();
  if (req.headers.cookie?.includes(`${settings.cookieName}=`)) {
    res.clearCookie(settings.cookieName, cookieAttributes(settings));
  }
}
