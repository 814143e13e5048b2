import { describe, expect, test } from "vitest";
import { checkUrl } from "../../src/check/live/check-url.ts";
import type { Answers } from "../../src/options.ts";
import { createApp } from "./created-app.ts";
import { startScript } from "./running-app.ts";

const chosen: [string, Partial<Answers>][] = [
  ["on a laptop", {}],
  ["in memory", { store: "memory", language: "javascript" }],
  ["behind a proxy", { environment: "prod-https", https: "proxy" }],
  ["with HTTPS of its own", { environment: "prod-https", https: "direct" }],
  ["with consent", { privacy: "gdpr" }],
  [
    "with consent behind a proxy",
    { privacy: "gdpr", environment: "prod-https", https: "proxy" },
  ],
];

describe("an app that we made gives no finding", () => {
  test.each(chosen)("%s", async (_title, answers) => {
    const app = await startScript(await createApp(answers), "start");
    const notes: string[] = [];
    const result = await checkUrl(app.url(), {
      // Where consent is asked for, it begins the session.
      loginUrl: answers.privacy === "gdpr" ? "/consent" : undefined,
      logoutUrl: "/reset",
      onNote: (note) => notes.push(note),
    });
    expect(result).toEqual({ findings: [], unreadable: [] });
    expect(notes.join(" ")).toContain("The session cookie is ");
  });
});
