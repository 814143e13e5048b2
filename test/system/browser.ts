import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  type Browser,
  type BrowserContextOptions,
  type Page,
  chromium,
} from "playwright-core";
import { type TestContext, afterAll, onTestFinished } from "vitest";
import { requireProgram } from "./child-programs.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let launched: Promise<Browser> | undefined;
afterAll(async () => (await launched)?.close());

/** An empty page of a browser profile that nobody used before, and what its console says. */
export async function openBrowser(
  context: TestContext,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const executablePath = requireProgram(context, "chromium");
  launched ??= chromium.launch({ executablePath, args: flags });
  const browser = await launched;
  const visitor = await browser.newContext({
    ignoreHTTPSErrors: true,
    ...options,
  });
  onTestFinished(() => visitor.close());
  const page = await visitor.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, complaints };
}

/** Keeps a picture for people to look at. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = resolve("test-artifacts");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
