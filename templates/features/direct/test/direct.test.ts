import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import net from "node:net";
import { test } from "node:test";
import type { TLSSocket } from "node:tls";
import { certificate, connect } from "./environment.js";
import { runServer, startApp } from "./running-app.js";
import { startSession } from "./start-session.js";

const app = await startApp();
const version = (name: "TLSv1.1" | "TLSv1.2") => ({
  ...{ minVersion: name, maxVersion: name },
  ciphers: "DEFAULT:@SECLEVEL=0", // this side would do the old version, too
});

test("TLS-6 the app shows the certificate that it was given", async () => {
  const socket = connect(app.port) as TLSSocket;
  await once(socket, "secureConnect");
  const shown = socket.getPeerX509Certificate()?.fingerprint256;
  socket.destroy();
  assert.equal(shown, new X509Certificate(certificate).fingerprint256);
});

test("TLS-7 it speaks TLS 1.2, and nothing older", async () => {
  const socket = connect(app.port, version("TLSv1.2"));
  await once(socket, "secureConnect");
  socket.destroy();
  await assert.rejects(
    once(connect(app.port, version("TLSv1.1")), "secureConnect"),
    /alert|version/,
  );
});

test("TLS-8 it does not answer without TLS", async () => {
  const socket = net.connect(app.port, "127.0.0.1").on("error", () => {});
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  let answer = "";
  socket.on("data", (text) => (answer += text));
  await once(socket, "close");
  assert.doesNotMatch(answer, /Welcome|Set-Cookie/);
});

test("TLS-9 a forged X-Forwarded-Proto changes nothing", async () => {
  const visitor = app.visitor();
  await startSession(visitor);
  const answer = await visitor.get("/", { "X-Forwarded-Proto": "http" });
  assert.equal(answer.views, 2);
  const forged = { "X-Forwarded-Proto": "http", Origin: `http://localhost:${app.port}` };
  assert.equal((await visitor.post("/reset", forged)).status, 403);
});

test("SETTINGS-8 without a readable certificate the app does not start", async () => {
  const { child, ended, output } = runServer({ TLS_CERT_FILE: "nowhere.pem" });
  child.stdout.once("data", () => child.kill()); // it runs
  const [code] = await ended;
  assert.match(output(), /^error: TLS_KEY_FILE and TLS_CERT_FILE cannot be used: .*\.$/m);
  assert.equal(code, 1);
});
