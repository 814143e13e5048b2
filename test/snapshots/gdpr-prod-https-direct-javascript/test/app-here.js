import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { after } from "node:test";
import { createApp } from "../src/app.js";
import { guardStore } from "../src/guarded-store.js";
import { openTable } from "../src/session-store.js";
import { cookieAttributes } from "../src/session.js";
import { readSettings } from "../src/settings.js";
import { variables } from "./running-app.js";
import { newVisitor } from "./visitor.js";

/** What comes between the app and its store: gets the call, and makes it or does not. */
const pass = (_method, call, _args) => call();

/** The settings and the store of an app; two instances may share them. */
export function newBackend() {
  const env = variables({ STORE_TIMEOUT: "0.5s" });
  Object.assign(process.env, { SQLITE_FILE: env.SQLITE_FILE });
  const { settings } = readSettings(env);
  const table = openTable(settings);
  after(() => table.close());
  return { settings, table };
}

/** Runs the app in the process of the test, which may set `intercept` to disturb its store. */
export async function serveHere(t, { settings, table } = newBackend()) {
  t.mock.method(console, "error", () => {}); // the app says what fails; here that is intended
  const here = { intercept: pass, visitor: (cookie) => newVisitor(port, cookie) };
  const disturbed = new Proxy(table, {
    get:
      (_, method) =>
      (...args) => {
        const call = table[method];
        return here.intercept(method, () => call(...args), args);
      },
  });
  const app = createApp(settings, guardStore(disturbed, settings, cookieAttributes(settings)));
  const server = settings.tls ? https.createServer(settings.tls, app) : http.createServer(app);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => void server.close());
  const { port } = server.address();
  return here;
}
