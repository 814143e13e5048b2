import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Answers } from "../../src/options.ts";
import { stores } from "../../src/stores.ts";
import { combinations, defaults, titleOf } from "../combinations.ts";
import { combinedValues, coveringRows } from "../covering.ts";
import { runProgram } from "./child-programs.ts";
import { createApp } from "./created-app.ts";
import { runOwnTests } from "./own-tests.ts";
import { startCommand, startScript, until } from "./running-app.ts";
import { storeServers } from "./store-servers.ts";
import { serverOf } from "./stores/servers.ts";
import { allVisits, visitAll, visitor } from "./visitor.ts";

const projects = coveringRows(combinations, combinedValues).map(
  (answers) => [titleOf(answers), answers, headersOfProxy(answers)] as const,
);

function headersOfProxy({ https }: Answers): Record<string, string> {
  return https === "proxy" ? { "X-Forwarded-Proto": "https" } : {};
}

const { environmentOf, startWithStore } = storeServers();

describe.each(projects)("%s", (_title, answers, headers) => {
  test("npm start serves visitors and ends with 0", async (context) => {
    const folder = await createApp(answers);
    const app = await startWithStore(folder, { ...answers, context });
    expect(await visitAll(app.url(), answers, headers)).toEqual(
      allVisits(answers),
    );
    expect(await app.stop()).toBe(0);
  });

  test("npm run dev serves visitors without a proxy", async (context) => {
    const folder = await createApp(answers);
    const app = await startWithStore(folder, {
      ...answers,
      context,
      script: "dev",
    });
    expect(await visitAll(app.url(), answers)).toEqual(allVisits(answers));
    expect(app.url()).toMatch(
      answers.https === "direct" ? /^https:/ : /^http:/,
    );
    expect(/Running as dev-http/.test(app.output())).toBe(
      answers.https === "proxy",
    );
    await app.stop();
  });
});

describe("through npm itself", () => {
  test.each(["start", "run dev"])("npm %s", async (words) => {
    const folder = await createApp(defaults);
    const command = ["npm", ...words.split(" ")];
    const app = await startCommand(folder, command, {});
    expect(await visitAll(app.url(), defaults)).toEqual(allVisits(defaults));
  });
});

describe("npm run dev follows a change of src", () => {
  test.each(["typescript", "javascript"] as const)("%s", async (language) => {
    const folder = await createApp({ language });
    const app = await startScript(folder, "dev");
    expect((await visitor(app.url()).get("/livez")).text).toBe("OK");

    const path = join(
      folder,
      language === "typescript" ? "src/app.ts" : "src/app.js",
    );
    const before = readFileSync(path, "utf8");
    const after = before.replace(
      "res.sendStatus(200));",
      'res.send("changed"));',
    );
    expect(after).not.toBe(before);
    writeFileSync(path, after);
    const isChanged = async () =>
      (
        await visitor(app.url())
          .get("/livez")
          .catch(() => undefined)
      )?.text === "changed";
    await until(isChanged, app.output);
    expect((await visitor(app.url()).get("/")).status).toBe(200);
  });
});

describe("the app's own checks pass", () => {
  const chosen: Partial<Answers>[] = [
    {},
    {
      privacy: "gdpr",
      environment: "prod-https",
      https: "direct",
      language: "javascript",
    },
    { privacy: "gdpr", environment: "prod-https", https: "proxy" },
    { store: "memory", language: "javascript" },
    ...stores
      .map(({ value }) => value)
      .filter(serverOf)
      .flatMap((store): Partial<Answers>[] => [
        { store },
        {
          store,
          language: "javascript",
          environment: "prod-https",
          https: "proxy",
        },
      ]),
  ];
  const named = chosen.map(
    (answers) => [titleOf({ ...defaults, ...answers }), answers] as const,
  );

  test.for(named)("npm test of %s", async ([, answers], context) => {
    const { store } = { ...defaults, ...answers };
    const env = await environmentOf(store, context);
    const { passed, others } = await runOwnTests(await createApp(answers), {
      env,
    });
    expect(passed).toBeGreaterThan(10);
    expect(others).toBe(0);
  });

  test.each(["typecheck", "build"])("npm run %s", async (script) => {
    const cwd = await createApp({});
    const result = await runProgram("npm", ["run", script], { cwd });
    expect(result).toMatchObject({ code: 0 });
  });
});
