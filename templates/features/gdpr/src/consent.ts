import { promisify } from "node:util";
import { Router } from "express";
import type { Settings } from "../types/session.js";
import { endSession } from "./session.js";

/** Asks before anything is stored, and undoes it as easily as it was agreed to. */
export function consent(settings: Settings): Router {
  const router = Router();

  router.post("/consent", async (req, res) => {
    if (!req.session.consentedAt) {
      // A fresh id: what was before consent has nothing to do with what comes after.
      await promisify(req.session.regenerate.bind(req.session))();
      req.session.consentedAt = Date.now();
    }
    res.redirect(303, "/");
  });

  // Not even the answer is stored: that would take a cookie.
  router.post("/consent/refuse", async (req, res) => {
    await endSession(req, res, settings);
    res.redirect(303, "/?refused");
  });

  router.post("/consent/withdraw", async (req, res) => {
    await endSession(req, res, settings);
    res.redirect(303, "/");
  });

  router.get("/privacy", (req, res) => {
    const hasConsent = Boolean(req.session.consentedAt);
    res.render("privacy", { cookies: cookies(settings), hasConsent });
  });

  return router;
}

/** Every cookie of this app. When you set another one, name it here. */
function cookies({ cookieName, idle, lifetime }: Settings) {
  return [
    {
      name: cookieName,
      purpose: "Knows you again from page to page, to count your visits.",
      life: `Until you close the browser. The server forgets you ${inWords(idle)} after your last visit, and ${inWords(lifetime)} after the first at the latest.`,
    },
  ];
}

function inWords(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return hours >= 1 ? `${hours} hours` : `${hours * 60} minutes`;
}
