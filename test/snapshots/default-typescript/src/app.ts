import express, { type ErrorRequestHandler } from "express";
import type { GuardedStore, Settings } from "../types/session.js";
import { refuseCrossSite, securityHeaders } from "./security.js";
import { sessions } from "./session.js";
import { visits } from "./visits.js";

/** The app without its port. The order of its lines is what matters most. */
export function createApp(settings: Settings, store: GuardedStore) {
  const app = express();
  // How many X-Forwarded-* headers count: anybody can send more of them.
  app.set("trust proxy", settings.trustProxy);
  app.set("view engine", "ejs").set("view cache", !process.argv.includes("--dev"));
  app.locals.isDevelopment = !settings.secure;
  app.disable("x-powered-by").disable("etag").set("env", "production"); // which shows no stack

  // Without a session: what has to work when the store does not.
  app.use(securityHeaders(settings));
  app.use("/assets", express.static("public"));
  app.get("/livez", (_req, res) => res.sendStatus(200));
  app.get("/readyz", async (_req, res) => {
    await store.ping(); // a failure is answered by showError
    res.sendStatus(app.locals.isClosing ? 503 : 200);
  });
  app.use(refuseCrossSite);

  // With req.session:
  app.use(sessions(settings, store));
  app.use(visits(settings));
  app.use((_req, res) => res.status(404).render("error", { status: 404 }));
  app.use(showError);
  return app;
}

// The visitor learns what happened; the stack is for the log.
const showError: ErrorRequestHandler = (error, _req, res, next) => {
  const status: number = error.status ?? 500;
  if (status === 500) console.error(error);
  if (res.headersSent) return next(error); // too late: ends the connection
  if (res.locals.isAnswered) return; // the answer came before the error
  if (status === 503) res.set("Retry-After", "2");
  res.status(status).render("error", { status });
};
