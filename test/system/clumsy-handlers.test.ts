import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createApp } from "./created-app.ts";
import { startScript } from "./running-app.ts";
import { visitor } from "./visitor.ts";

/** What somebody may write into an app that was generated, and what must not end it. */
const handlers = `
  router.get("/fine", (req, res) => {
    res.send("fine");
  });
  router.get("/throws", async (req, res) => {
    res.send("fine");
    throw new Error("too late");
  });
  router.get("/twice", (req, res) => {
    res.send("first");
    res.send("other");
  });
  router.get("/stream", (req, res) => {
    req.session.views = 7;
    res.write("a ");
    res.end("stream");
  });
`;

describe.each(["memory", "sqlite"])("an app with %s", (store) => {
  test.each([
    ["/throws", "fine"],
    ["/twice", "other"],
    ["/stream", "a stream"],
  ])("answers %s and goes on", async (path, text) => {
    const { get } = await clumsyApp(store);
    for (let visit = 0; visit < 3; visit++) {
      expect(await get(path)).toMatchObject({ status: 200, text });
    }
    expect(await get("/fine")).toMatchObject({ status: 200, text: "fine" });
  });

  test("keeps what a stream changed", async () => {
    const { get } = await clumsyApp(store);
    await get("/");
    await get("/stream");
    expect((await get("/")).text).toContain("Number of views: 8");
  });
});

test("an app whose error page is broken shows no stack", async () => {
  const folder = await createApp({ store: "memory", language: "javascript" });
  writeFileSync(join(folder, "views/error.ejs"), "<% nothing.at.all %>");
  const env = { NODE_ENV: "development" };
  const { url } = await startScript(folder, "start", { env });
  const { status, text } = await visitor(url()).get("/nowhere");
  expect(status).toBe(500);
  expect(text).toContain("Internal Server Error");
  expect(text).not.toMatch(/nothing|error\.ejs|node_modules/);
});

/** A visitor of an app with these handlers. */
async function clumsyApp(store: string) {
  const folder = await createApp({ store, language: "javascript" });
  const file = join(folder, "src/visits.js");
  const text = readFileSync(file, "utf8");
  const place = "  return router;";
  expect(text).toContain(place);
  writeFileSync(
    file,
    text.replace(place, () => handlers + place),
  );
  const app = await startScript(folder, "start");
  return visitor(app.url());
}
