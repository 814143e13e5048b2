import { describe, expect, test } from "vitest";
import { plainQuestion } from "../../src/accessible.ts";
import { childEnvironment } from "../../src/child-environment.ts";
import { cookieSettings } from "../../src/cookies.ts";
import { readFlags } from "../../src/flags.ts";
import { helpText } from "../../src/help.ts";
import { optionNames, options } from "../../src/options.ts";
import { callingPackageManager } from "../../src/package-manager.ts";
import { flagOf, didYouMean } from "../../src/spelling.ts";
import { steps } from "../../src/steps.ts";
import { mayAsk } from "../../src/terminal.ts";
import { resolveAnswers } from "../../src/answers.ts";

describe("help", () => {
  test("fits on a screen", () => {
    expect(helpText().split("\n").length).toBeLessThan(60);
  });

  test.each(optionNames)("names %s", (name) => {
    expect(helpText()).toContain(flagOf(name));
  });
});

test("the example in the help is a command that works", () => {
  const [, words = ""] =
    /^ {2}create-session-app (.*--yes)$/m.exec(helpText()) ?? [];
  expect(readFlags(words.split(" "))).toMatchObject({
    directory: "my-app",
    run: { yes: true },
  });
});

describe("callingPackageManager", () => {
  test.each([
    ["npm/11.0.0 node/v24.0.0", "npm"],
    ["pnpm/10.1.0 npm/? node/v24.0.0", "pnpm"],
    ["yarn/4.5.0 npm/? node/v24.0.0", "yarn"],
    ["bun/1.2.0 npm/? node/v24.0.0", "bun"],
    ["deno/2.0", "npm"],
    ["constructor/1", "npm"],
    [undefined, "npm"],
  ])("%s is %s", (userAgent, expected) => {
    expect(callingPackageManager(userAgent)).toBe(expected);
  });
});

describe("childEnvironment", () => {
  test.each([
    "NODE_ENV",
    "GIT_DIR",
    "npm_config_json",
    "npm_config_dry_run",
    "npm_package_name",
  ])("%s does not reach the child", (name) => {
    expect(childEnvironment({ [name]: "x" })).not.toHaveProperty(name);
  });

  test.each(["PATH", "npm_config_registry", "HTTPS_PROXY", "CI"])(
    "%s reaches the child",
    (name) => {
      expect(childEnvironment({ [name]: "x" })).toHaveProperty(name, "x");
    },
  );
});

describe("didYouMean", () => {
  test("knows swapped letters", () => {
    expect(didYouMean("rdeis", ["redis", "mysql"])).toContain("redis");
  });

  test("knows beginnings", () => {
    expect(didYouMean("type", ["typescript"])).toContain("typescript");
  });

  test("does not guess wildly", () => {
    expect(didYouMean("banana", ["redis", "mysql"])).toBe("");
  });
});

describe("cookieSettings", () => {
  const name = async (environment: "dev-http" | "prod-https") => {
    const answers = await resolveAnswers({ environment }, {});
    const [first, second] = cookieSettings(answers, "@scope/app");
    return [first?.[1], second?.[1]];
  };

  test("in dev-http the cookie is not Secure", async () => {
    expect(await name("dev-http")).toEqual(["scope-app.sid", "no"]);
  });

  test("in prod-https it is, and has the prefix", async () => {
    expect(await name("prod-https")).toEqual(["__Host-scope-app", "yes"]);
  });
});

describe("plain questions", () => {
  const { text, read } = plainQuestion(options.privacy, () => undefined);

  test("number the choices", () => {
    expect(text).toMatch(/ 1\. standard: .*\n +2\. gdpr: /);
  });

  test.each([
    ["", "standard"],
    ["2", "gdpr"],
    ["gdpr", "gdpr"],
  ])("%j means %s", (typed, value) => {
    expect(read(typed)).toEqual({ value });
  });

  test.each(["0", "3", "x", "1.0"])("%j is asked again", (typed) => {
    expect(read(typed)).toHaveProperty("problem");
  });

  test("leave out what is impossible", () => {
    const { read: answer } = plainQuestion(options.privacy, (value) =>
      value === "standard" ? "no" : undefined,
    );
    expect(answer("1")).toEqual({ value: "gdpr" });
  });

  test("take yes and no", () => {
    const { read: answer } = plainQuestion(options.start, () => undefined);
    expect([answer("y"), answer("No"), answer("")]).toEqual([
      { value: true },
      { value: false },
      { value: false },
    ]);
  });
});

describe("steps", () => {
  test("are plain lines without a terminal", () => {
    const lines: string[] = [];
    steps((text) => lines.push(text), false)("Working").done("Done");
    expect(lines).toEqual(["Working …\n", "Done\n"]);
  });
});

test("nobody is asked outside of a terminal", async () => {
  expect(await mayAsk({ json: true }, {})).toBe(false);
  expect(await mayAsk({ yes: true }, {})).toBe(false);
  expect(await mayAsk({}, { CI: "1" })).toBe(false);
});
