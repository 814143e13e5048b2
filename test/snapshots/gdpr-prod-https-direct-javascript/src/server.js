import { existsSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { createApp } from "./app.js";
import { guardStore } from "./guarded-store.js";
import { openTable, storeProblems } from "./session-store.js";
import { cookieAttributes } from "./session.js";
import { readSettings } from "./settings.js";

const LONGEST_GOODBYE = 8_000;

if (existsSync(".env")) process.loadEnvFile();
const { settings, problems } = readSettings(process.env, process.argv.includes("--dev"));
problems.push(...storeProblems(settings));
for (const problem of problems) console.error(`error: ${problem}`);
if (problems.length > 0) process.exit(1);
serve();

function serve() {
  const { tls, host, port } = settings;
  const table = openTable(settings);
  const store = guardStore(table, settings, cookieAttributes(settings));
  const app = createApp(settings, store);
  const server = tls
    ? https.createServer({ ...tls, minVersion: "TLSv1.2" }, app)
    : http.createServer(app);

  server.listen(port, host, () => {
    const address = server.address();
    console.log(`Server running on http${tls ? "s" : ""}://localhost:${address.port}`);
  });
  server.once("error", (error) => {
    console.error(`error: HOST or PORT cannot be used: ${error.message}`);
    process.exit(1);
  });
  let unanswered = 0; // requests
  server.on("request", (_, res) => ++unanswered && res.once("close", () => unanswered--));
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, close);

  // Finishes what visitors have begun, and ends. Connections that ask for nothing do not hold it up.
  function close() {
    app.locals.isClosing = true;
    setInterval(() => server.closeIdleConnections(), 100).unref();
    setInterval(() => unanswered || server.closeAllConnections(), 1_000).unref();
    setTimeout(() => server.closeAllConnections(), LONGEST_GOODBYE).unref();
    setTimeout(() => process.exit(), LONGEST_GOODBYE + 1_000).unref();
    server.close(() => void store.close());
  }
}
