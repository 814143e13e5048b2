import assert from "node:assert/strict";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { connect, proxyHeaders } from "./environment.js";
import { startApp } from "./running-app.js";

const skip = process.platform === "win32" && "Windows has no SIGTERM";

test("OPS-12 SIGTERM: a request in flight is finished", { skip }, async () => {
  const app = await startApp();
  const request = await begin(app.port, "/");
  app.child.kill("SIGTERM");
  await setTimeout(300);
  assert.match(await finish(request), /^HTTP\/1.1 200 [^]*Welcome! [^]*<\/html>/);
});

test("OPS-13 SIGTERM: meanwhile no new visitors are wanted", { skip }, async () => {
  const app = await startApp();
  const request = await begin(app.port, "/readyz");
  app.child.kill("SIGTERM");
  await setTimeout(300);
  assert.match(await finish(request), /^HTTP\/1.1 503 /);
});

test("OPS-14 SIGTERM: then it ends by itself within ten seconds", { skip }, async () => {
  const app = await startApp();
  const request = await begin(app.port, "/livez");
  request.write("\r\n"); // answered, but kept open, as browsers do
  await once(request, "data");
  app.child.kill("SIGTERM");
  const timeout = setTimeout(10_000, "too late", { ref: false });
  assert.deepEqual(await Promise.race([app.ended, timeout]), [0, null]);
});

test(
  "OPS-18 SIGTERM: a connection that asks for nothing does not hold it up",
  { skip },
  async () => {
    const app = await startApp();
    await once(
      connect(app.port).on("error", () => {}),
      "connect",
    );
    app.child.kill("SIGTERM");
    const timeout = setTimeout(4_000, "too late", { ref: false });
    assert.deepEqual(await Promise.race([app.ended, timeout]), [0, null]);
  },
);

// A request is in flight as soon as its first line is there.
async function begin(port: number, path: string) {
  const socket = connect(port);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n`);
  await setTimeout(100);
  return socket;
}

function finish(socket: Awaited<ReturnType<typeof begin>>) {
  for (const [name, value] of Object.entries(proxyHeaders)) socket.write(`${name}: ${value}\r\n`);
  socket.write("Connection: close\r\n\r\n");
  return text(socket);
}
