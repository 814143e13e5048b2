import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { resolveAnswers } from "../../src/answers.ts";
import { readConfig } from "../../src/config.ts";
import { UserError } from "../../src/errors.ts";
import { optionNames } from "../../src/options.ts";
import { checkOptions, configSchema } from "../../src/schema.ts";

describe("checkOptions", () => {
  test("accepts what resolveAnswers gives", async () => {
    const answers = await resolveAnswers({ environment: "prod-https" }, {});
    expect(checkOptions(answers, "it")).toEqual(answers);
  });

  test("ignores $schema", () => {
    expect(checkOptions({ $schema: "x" }, "it")).toEqual({});
  });

  test.each([
    [{ stor: "sqlite" }, "Did you mean store?"],
    [{ packagemanager: "npm" }, "Did you mean packageManager?"],
    [{ privacy: "gpdr" }, "Did you mean gdpr?"],
    [{ port: "3000" }, "1 to 65535"],
    [{ port: 1.5 }, "1 to 65535"],
    [{ install: "yes" }, "true, false"],
    [{ git: null }, "true, false"],
    [{ store: ["sqlite"] }, "Allowed:"],
    [{ constructor: 1 }, "Allowed:"],
    [[], "JSON object"],
    ["text", "JSON object"],
    [null, "JSON object"],
  ])("refuses %j", (value, hint) => {
    const check = () => checkOptions(value, "it");
    expect(check).toThrow(UserError);
    expect(check).toThrow(
      expect.objectContaining({ hint: expect.any(String), outcome: "usage" }),
    );
    try {
      check();
    } catch (error) {
      const { message, hint: told } = error as UserError;
      expect(`${message} ${told}`).toContain(hint);
    }
  });
});

test("the JSON schema knows every option", () => {
  const { properties } = configSchema() as { properties: object };
  expect(Object.keys(properties)).toEqual(["$schema", ...optionNames]);
});

describe("readConfig", () => {
  const folder = mkdtempSync(join(tmpdir(), "create-session-app-"));
  const file = (text: string) => {
    const path = join(folder, "options.json");
    writeFileSync(path, text);
    return path;
  };

  test("reads options", () => {
    expect(readConfig(file('{"port": 80}'))).toEqual({ port: 80 });
  });

  test("reads a file that begins with a byte order mark", () => {
    expect(readConfig(file('\uFEFF{"port": 80}'))).toEqual({ port: 80 });
  });

  test("refuses what is not JSON", () => {
    expect(() => readConfig(file("{port: 80}"))).toThrow("is not valid JSON");
  });

  test("refuses a directory", () => {
    expect(() => readConfig(folder)).toThrow("it is a directory");
  });

  test("refuses what is not there", () => {
    expect(() => readConfig(join(folder, "no"))).toThrow("no such file");
  });
});
