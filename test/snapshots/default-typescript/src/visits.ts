import { Router } from "express";
import type { Settings } from "../types/session.js";
import { storeName } from "./session-store.js";
import { cookieAttributes, endSession } from "./session.js";

/** The view counter: one number for each visitor. */
export function visits(settings: Settings): Router {
  const router = Router();

  router.get("/", (req, res) => {
    req.session.views = (req.session.views ?? 0) + 1;
    res.render("home", { views: req.session.views });
  });

  router.post("/reset", async (req, res) => {
    await endSession(req, res, settings);
    res.redirect(303, "/");
  });

  // A look into your own session, while you develop.
  if (!settings.secure) {
    router.get("/session", ({ session }, res) => {
      const cookie = { name: settings.cookieName, ...cookieAttributes(settings) };
      res.render("session", { cookie, limits: settings, storeName, session });
    });
  }

  return router;
}
