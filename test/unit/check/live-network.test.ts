import http from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkUrl } from "../../../src/check/live/check-url.ts";
import { isLocal } from "../../../src/check/live/target.ts";
import { UserError } from "../../../src/errors.ts";
import { asked, serve, sessionApp } from "./live-app.ts";

/** What a check that cannot be done is refused with. */
async function refusalOf(url: string, options = {}) {
  const error = await checkUrl(url, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError))
    throw new Error("not a UserError", { cause: error });
  const { exitCode, code, message, hint = "" } = error;
  return { exitCode, code, message, hint };
}

describe("wrong usage ends with 2", () => {
  test.each(["", "localhost:3000", "ftp://localhost", "http://", "/login"])(
    "%j is no URL to check",
    async (url) => {
      expect(await refusalOf(url)).toMatchObject({
        ...{ exitCode: 2, code: "url-invalid" },
      });
    },
  );

  test.each([
    ["loginUrl", "https://elsewhere.example/login", "--login-url /login"],
    ["logoutUrl", "http://localhost:4/logout", "--logout-url /logout"],
  ])("%s is on the same origin", async (name, url, hint) => {
    expect(
      await refusalOf("http://localhost:3", { [name]: url }),
    ).toMatchObject({
      ...{ exitCode: 2, code: "url-elsewhere" },
      hint: expect.stringContaining(hint),
    });
  });

  test("fields need a form", async () => {
    const options = { form: { user: "ada" } };
    expect(await refusalOf("http://localhost:3", options)).toMatchObject({
      ...{ exitCode: 2, code: "form-without-login" },
    });
  });
});

describe("an app that cannot be reached ends with 1", () => {
  const unreachable = { exitCode: 1, code: "unreachable" };

  test("when nothing listens", async () => {
    const url = await closedPort();
    expect(await refusalOf(url)).toMatchObject({
      ...unreachable,
      message: `Nothing answers at ${url}.`,
    });
  });

  test("when there is no such host", async () => {
    expect(await refusalOf("http://no-such-host.invalid")).toMatchObject({
      ...unreachable,
      message: "There is no host named no-such-host.invalid.",
    });
  });

  test("when it speaks HTTP and was asked for HTTPS", async () => {
    const url = await serve(sessionApp());
    expect(await refusalOf(url.replace("http:", "https:"))).toMatchObject({
      ...unreachable,
      hint: `If it speaks HTTP: ${url}`,
    });
  });

  test("when it speaks HTTPS and was asked for HTTP", async () => {
    const url = await serve(sessionApp(), "https");
    expect(await refusalOf(url.replace("https:", "http:"))).toMatchObject({
      ...unreachable,
      hint: `If it speaks HTTPS: ${url}`,
    });
  });

  test("when it does not answer in time", async () => {
    const url = await serve(() => {});
    expect(await refusalOf(url, { timeout: 100 })).toMatchObject({
      ...unreachable,
      message: `${url} did not answer within 0.1 seconds.`,
    });
  });

  test("when all of it takes too long", async () => {
    const url = await serve(
      (_req, res) => void setTimeout(() => res.end(), 150),
    );
    expect(await refusalOf(url, { totalTimeout: 400 })).toMatchObject({
      ...{ exitCode: 1, code: "too-slow" },
    });
  });

  test("when it is no HTTP at all", async () => {
    const url = await serveText("SSH-2.0-OpenSSH_9.6\r\n");
    expect(await refusalOf(url)).toMatchObject(unreachable);
  });
});

describe("hostile answers", () => {
  test("a body without an end is left", async () => {
    let left = 0;
    const url = await serve((_req, res) => {
      const send = () => {
        while (res.write(Buffer.alloc(64 * 1024, " ")));
      };
      res.on("drain", send).on("close", () => (left += 1));
      send();
    });
    const { rules, sent } = await asked(url, {});
    expect(rules).toEqual([]);
    await expect.poll(() => left).toBe(sent.length);
  });

  test("a stream that says nothing is left", async () => {
    const url = await serve((req, res) => {
      const isStream =
        req.url === "/" &&
        !req.headers["x-forwarded-proto"] &&
        !req.headers.cookie;
      res.writeHead(isStream ? 200 : 404);
      if (isStream) res.flushHeaders();
      else res.end();
    });
    expect((await asked(url, {})).rules).toEqual([]);
  }, 20_000);

  test("a loop of redirects is left", async () => {
    const url = await serve((_req, res) =>
      res.writeHead(302, { location: "/" }).end(),
    );
    expect((await asked(url, {})).rules).toEqual([]);
  });

  test.each([
    ["a cookie without a name", "=x; Path=/"],
    ["an empty one", ""],
    ["attributes alone", "; Secure; HttpOnly"],
    ["a date that is none", "a.sid=x; Expires=never"],
    ["a life without an end", "a.sid=x; Max-Age=99999999999999999999"],
    ["bytes that are no text", "a.sid=\u00e4\u009b31m; Path=/"],
    ["percent signs", "a.sid=%E0%A4%A; Path=/"],
  ])("%s is no session", async (_title, line) => {
    const url = await serve((_req, res) => {
      res.setHeader("Set-Cookie", line);
      res.end();
    });
    expect((await asked(url, {})).rules).toEqual([]);
  });

  test("what the server sends reaches the terminal without control characters", async () => {
    const value = `s%3A${"i".repeat(32)}.${"s".repeat(43)}`;
    const url = await serve((_req, res) => {
      res.setHeader("Set-Cookie", `\u009b31m.sid=${value}`);
      res.end();
    });
    const { findings, notes } = await asked(url, {});
    expect(JSON.stringify(findings) + notes).not.toMatch(/[\u0080-\u009f]/);
  });
});

test("it stops with what it was stopped by", async () => {
  const stop = new AbortController();
  const url = await serve(() => stop.abort(new Error("stopped")));
  const check = checkUrl(url, { signal: stop.signal });
  await expect(check).rejects.toThrow("stopped");
});

test("it stops while it waits for the clock", async () => {
  const stop = new AbortController();
  const url = await serve(sessionApp({ cookie: { maxAge: 60_000 } }));
  let count = 0;
  const onRequest = () => {
    count += 1;
    if (count === 4) setTimeout(() => stop.abort(new Error("stopped")), 300);
  };
  const check = checkUrl(url, { signal: stop.signal, onRequest });
  await expect(check).rejects.toThrow("stopped");
});

describe("isLocal", () => {
  test.each([
    "http://localhost:3000",
    "https://LOCALHOST",
    "http://localhost./",
    "http://shop.localhost",
    "http://127.0.0.1",
    "http://127.9.8.7:80",
    "http://0x7f.1",
    "http://[::1]:3000",
    "http://[::ffff:127.0.0.1]",
  ])("%s is", (url) => expect(isLocal(url)).toBe(true));

  test.each([
    "http://localhost.example",
    "http://notlocalhost",
    "http://127.0.0.1.example",
    "http://128.0.0.1",
    "http://192.168.1.1",
    "http://0.0.0.0",
    "http://[::2]",
    "http://user:localhost@example.com",
    "no url",
  ])("%s is not", (url) => expect(isLocal(url)).toBe(false));
});

/** A port on which nobody listens any more. */
async function closedPort(): Promise<string> {
  const server = http.createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return `http://localhost:${port}`;
}

/** A server that says its own, whatever it is asked. */
async function serveText(text: string): Promise<string> {
  const server = createServer((socket) =>
    socket.on("error", () => {}).end(text),
  );
  onTestFinished(() => void server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
