import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createApp } from "./created-app.ts";
import { startScript } from "./running-app.ts";
import { startNginx } from "./tls-proxy.ts";
import { allVisits, visitAll, visitor } from "./visitor.ts";

const answers = {
  environment: "prod-https",
  https: "proxy",
  privacy: "gdpr",
} as const;

test("with the nginx configuration of its README an app serves visitors by HTTPS", async (context) => {
  const folder = await createApp(answers);
  const app = await startScript(folder, "start");
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const url = await startNginx(context, app.url(), readme);
  expect(await visitAll(url, answers)).toEqual(allVisits(answers));
  const { post } = visitor(url, { Origin: url });
  const { headers } = await post("/consent");
  expect(String(headers["set-cookie"])).toMatch(/^__Host-.*; Secure/);
  expect(app.output()).not.toContain("No session cookie");
});
