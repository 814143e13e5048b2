import type { Page } from "playwright-core";
import { type TestContext, describe, expect, test } from "vitest";
import type { Answers } from "../../src/options.ts";
import { defaults } from "../combinations.ts";
import { openBrowser, takePicture } from "./browser.ts";
import { createApp } from "./created-app.ts";
import { startScript } from "./running-app.ts";
import { startNginx } from "./tls-proxy.ts";
import { allVisits, visitAll } from "./visitor.ts";

const welcome = "Welcome! This is your first visit.";

/** JavaScript, because it starts without a compiler; what is shown is the same. */
async function started(chosen: Partial<Answers> = {}) {
  const app = await createApp({ language: "javascript", ...chosen });
  return startScript(app, "start");
}

async function see(page: Page, text: string): Promise<void> {
  await page.getByText(text).waitFor({ timeout: 10_000 });
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).click();
}

describe("a dev-http app", () => {
  test("counts, shows the session and forgets", async (context) => {
    const app = await started();
    const { page, complaints } = await openBrowser(context);
    await page.goto(app.url());
    await see(page, welcome);
    await page.reload();
    await see(page, "Number of views: 2");
    await takePicture(page, "dev-http-home");
    const [cookie, ...others] = await page.context().cookies();
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({
      name: "app.sid",
      ...{ httpOnly: true, secure: false, sameSite: "Lax", path: "/" },
      expires: -1,
    });

    await page.getByRole("link", { name: "Your session" }).click();
    await see(page, "HttpOnly");
    expect(await page.content()).not.toContain(cookie?.value.slice(0, 20));
    await takePicture(page, "dev-http-session");

    await page.goto(app.url());
    await see(page, "Number of views: 3");
    await press(page, "Forget me");
    await see(page, welcome);
    const [fresh] = await page.context().cookies();
    expect(fresh?.value).not.toBe(cookie?.value);
    expect(complaints).toEqual([]);
  });

  test("works without JavaScript", async (context) => {
    const app = await started();
    const { page } = await openBrowser(context, { javaScriptEnabled: false });
    await page.goto(app.url());
    await page.goto(app.url());
    await see(page, "Number of views: 2");
    await press(page, "Forget me");
    await see(page, welcome);
    expect(page.url()).toBe(`${app.url()}/`);
  });

  test("names a page that is not there", async (context) => {
    const app = await started();
    const { page } = await openBrowser(context);
    const answer = await page.goto(`${app.url()}/nowhere`);
    expect(answer?.status()).toBe(404);
    await see(page, "There is no such page.");
    expect(await page.context().cookies()).toEqual([]);
  });
});

describe("a gdpr app", () => {
  test("sets nothing before consent, and goes on without it", async (context) => {
    const app = await started({ privacy: "gdpr" });
    const { page, complaints } = await openBrowser(context);
    await page.goto(app.url());
    await page.reload();
    await see(page, welcome);
    await takePicture(page, "gdpr-question");
    await press(page, "No, thank you");
    await see(page, "Nothing was stored.");
    await see(page, welcome);
    expect(await page.context().cookies()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("counts from consent on, until it is withdrawn", async (context) => {
    const app = await started({ privacy: "gdpr" });
    const { page, complaints } = await openBrowser(context);
    await page.goto(app.url());
    await press(page, "Yes, count my visits");
    await see(page, welcome);
    await page.reload();
    await see(page, "Number of views: 2");
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name }) => name)).toEqual(["app.sid"]);

    await page.getByRole("link", { name: "Privacy", exact: true }).click();
    await see(page, "app.sid");
    await takePicture(page, "gdpr-privacy");
    await press(page, "Withdraw consent");
    await see(page, "May we count your visits?");
    expect(await page.context().cookies()).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe("a prod-https app", () => {
  const production = { environment: "prod-https" } as const;

  test("serves TLS with its own certificate", async (context) => {
    const app = await started({ ...production, https: "direct" });
    await countsWithSecureCookie(context, app.url());
  });

  test("sets its cookie behind nginx", async (context) => {
    const app = await started({ ...production, https: "proxy" });
    const url = await startNginx(context, app.url());
    await countsWithSecureCookie(context, url);
  });

  test("serves every visit through nginx", async (context) => {
    const answers = {
      ...defaults,
      ...production,
      ...({ https: "proxy", privacy: "gdpr" } as const),
    };
    const app = await started(answers);
    const url = await startNginx(context, app.url());
    expect(await visitAll(url, answers)).toEqual(allVisits(answers));
  });

  test("sets no cookie where the proxy was gone around, and says why", async () => {
    const app = await started({ ...production, https: "proxy" });
    const answer = await fetch(app.url());
    expect(answer.headers.getSetCookie()).toEqual([]);
    await app.prints(/No session cookie was set.*TRUST_PROXY/);
    expect(answer.status).toBe(200);
  });
});

describe("every page", () => {
  const pages = [
    { title: "home", path: "/", privacy: "standard" },
    { title: "session", path: "/session", privacy: "standard" },
    { title: "error", path: "/nowhere", privacy: "standard" },
    { title: "question", path: "/", privacy: "gdpr" },
    { title: "privacy", path: "/privacy", privacy: "gdpr" },
  ] as const;

  test.for(pages)("$title says what it is", async (shown, context) => {
    const app = await started({ privacy: shown.privacy });
    const { page } = await openBrowser(context);
    await page.goto(app.url() + shown.path);
    expect(await page.title()).not.toBe("");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("h1").count()).toBe(1);
    expect(await page.locator("main").count()).toBe(1);
    const nameless = await page.evaluate(`
      [...document.querySelectorAll("a, button, input, nav, section, img")]
        .filter((element) => !(element.textContent.trim() || element.alt || element.labels?.length
          || element.getAttribute("aria-label")))
        .map((element) => element.outerHTML)`);
    expect(nameless).toEqual([]);
  });

  test.for(pages)("$title fits a small screen", async (shown, context) => {
    const app = await started({ privacy: shown.privacy });
    for (const colorScheme of ["light", "dark"] as const) {
      const viewport = { width: 360, height: 640 };
      const { page } = await openBrowser(context, { viewport, colorScheme });
      await page.goto(app.url() + shown.path);
      const wider = await page.evaluate(`
        [...document.querySelectorAll("html, body, body *")]
          .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
          .map(({ tagName, className }) => tagName + "." + className)`);
      expect(wider).toEqual([]);
      await takePicture(page, `${shown.title}-360-${colorScheme}`);
    }
  });

  test("has enough contrast, in light and dark", async (context) => {
    const app = await started({ privacy: "gdpr" });
    const contrasts: Record<string, number> = {};
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await openBrowser(context, { colorScheme });
      await page.goto(app.url());
      for (const selector of ["h1", "p", "a", "button"]) {
        contrasts[`${colorScheme} ${selector}`] = await contrastOf(
          page,
          selector,
        );
      }
    }
    const weak = Object.entries(contrasts).filter(([, value]) => value < 4.5);
    expect(weak).toEqual([]);
  });

  test("shows where the keyboard is", async (context) => {
    const app = await started({ privacy: "gdpr" });
    const { page } = await openBrowser(context);
    await page.goto(app.url());
    const reached: string[] = [];
    for (let presses = 0; presses < 10; presses++) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(`(() => {
          const element = document.activeElement;
          const { outlineStyle, outlineWidth } = getComputedStyle(element);
          return [element.textContent.trim(), outlineStyle, outlineWidth].join("|");
        })()`),
      );
    }
    expect(reached).toContain("Home|solid|3px");
    expect(reached).toContain("Yes, count my visits|solid|3px");
    expect(reached).toContain("No, thank you|solid|3px");
  });
});

/** As WCAG 2 measures it, from 1 to 21; of the text's colour against the nearest background. */
function contrastOf(page: Page, selector: string): Promise<number> {
  return page.evaluate(`((selector) => {
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const luminance = (colour) => parts(colour).slice(0, 3)
      .map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
      .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const backgroundOf = (element) => {
      const { backgroundColor } = getComputedStyle(element);
      const isClear = parts(backgroundColor)[3] === 0;
      if (isClear && element.parentElement) return backgroundOf(element.parentElement);
      return isClear ? "rgb(255, 255, 255)" : backgroundColor;
    };
    const element = document.querySelector(selector);
    const both = [getComputedStyle(element).color, backgroundOf(element)].map(luminance);
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
  })(${JSON.stringify(selector)})`);
}

const secureCookie = {
  ...{ name: "__Host-app", httpOnly: true, secure: true },
  ...{ sameSite: "Lax", path: "/", domain: "localhost" },
};

async function countsWithSecureCookie(
  context: TestContext,
  url: string,
): Promise<void> {
  const { page, complaints } = await openBrowser(context);
  await page.goto(url);
  await see(page, welcome);
  await page.reload();
  await see(page, "Number of views: 2");
  expect(await page.context().cookies()).toMatchObject([secureCookie]);
  await press(page, "Forget me");
  await see(page, welcome);
  expect(complaints).toEqual([]);
}
