import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { describe, expect, test } from "vitest";
import { codeFrame } from "../../../src/check/code-frame.ts";
import type { Finding } from "../../../src/check/finding.ts";
import { lineFingerprints } from "../../../src/check/fingerprints.ts";
import { formatJson } from "../../../src/check/format-json.ts";
import { formatSarif, prefixOf } from "../../../src/check/format-sarif.ts";
import { formatText } from "../../../src/check/format-text.ts";
import { rulePages } from "../../../src/check/rule-pages.ts";
import { checkSchema } from "../../../src/check/schema.ts";
import { type Report, select } from "../../../src/check/selection.ts";

const source = `const session = require("express-session");
app.use(session({
	resave: true,
	secret: "abc" }));
`;

const resave: Finding = {
  rule: "resave",
  severity: "warning",
  file: "src/app.js",
  line: 3,
  column: 2,
  message: "Every request saves its session.",
  fix: "Set `resave: false`.",
};
const secret: Finding = {
  ...resave,
  rule: "secret-hardcoded",
  severity: "error",
  line: 4,
};
const name: Finding = {
  ...resave,
  rule: "default-name",
  severity: "info",
  line: 2,
  column: 9,
};
const live: Finding = {
  ...resave,
  rule: "cookie-prefix",
  severity: "error",
  file: "http://localhost:3000/",
  line: 0,
  column: 0,
};
const unreadable = { file: "src/odd #1.js", line: 7, message: "no JavaScript" };

const report: Report = {
  findings: [secret, resave, name],
  unreadable: [unreadable],
  hidden: 0,
  counted: 2,
};
const sourceOf = (file: string) => (file === "src/app.js" ? source : undefined);

describe("text", () => {
  test("groups by file, with code, reason, change and where to read on", () => {
    const text = formatText({ ...report, findings: [secret] }, sourceOf);
    expect(text).toBe(`src/app.js
  4:2  error  secret-hardcoded
  Every request saves its session.

    2 | app.use(session({
    3 |   resave: true,
  > 4 |   secret: "abc" }));
      |   ^
    5 |

  Change: Set \`resave: false\`.
  Why: create-session-app check --explain secret-hardcoded

not checked: src/odd #1.js:7: no JavaScript

1 error in 1 file. 1 file could not be read.
`);
  });

  test("shows the code of one place once", () => {
    const twice = [resave, { ...resave, rule: "secret-hardcoded" }];
    const text = formatText({ ...report, findings: twice }, sourceOf);
    expect(text.match(/> 3 \|/g)).toHaveLength(1);
  });

  test("names the file once", () => {
    expect(formatText(report, sourceOf).match(/^src\/app\.js$/gm)).toHaveLength(
      1,
    );
  });

  test("says that nothing was found, and how much is not shown", () => {
    const none = { findings: [], unreadable: [], hidden: 2, counted: 0 };
    expect(formatText(none, sourceOf)).toBe(
      "Nothing found that is wrong with the sessions. 2 less severe findings not shown (--min-severity info shows all).\n",
    );
  });

  test("a running app has no line", () => {
    const text = formatText({ ...report, findings: [live] }, sourceOf);
    expect(text).toContain(
      "http://localhost:3000/\n  error  cookie-prefix\n  Every",
    );
  });

  test("what a running app refused has no line either", () => {
    const refused = { file: "http://localhost/in", line: 0, message: "no" };
    const told = { ...report, findings: [live], unreadable: [refused] };
    expect(formatText(told, sourceOf)).toContain(
      "not checked: http://localhost/in: no\n\n1 error in 1 page. 1 page could not be checked.\n",
    );
  });

  test("spells out what would steer the terminal", () => {
    const evil = { ...resave, file: "\u001b[2J.js", message: "\u001b]0;x" };
    const text = formatText(
      { ...report, findings: [evil] },
      () => "a\u001b[31m\nb\u202e\nc",
    );
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });
});

describe("code frame", () => {
  test("puts the caret below its column, also behind tabs", () => {
    expect(codeFrame("\t\tabc", { line: 1, column: 4 })).toEqual([
      "> 1 |     abc",
      "    |      ^",
    ]);
  });

  test("shows a very long line in part", () => {
    const lines = codeFrame(`${"x".repeat(5000)}HERE${"y".repeat(5000)}`, {
      line: 1,
      column: 5001,
    });
    expect(lines.join("\n").length).toBeLessThan(260);
    const caret = lines[1]?.indexOf("^") ?? 0;
    expect(lines[0]?.slice(caret, caret + 4)).toBe("HERE");
  });

  test("is empty where the text has no such line", () => {
    expect(codeFrame("a", { line: 2, column: 1 })).toEqual([]);
  });
});

describe("JSON", () => {
  const validate = new Ajv2020().compile(checkSchema());

  test("holds exactly what is promised", () => {
    expect(JSON.parse(formatJson(report))).toEqual({
      findings: [secret, resave, name].map(
        ({ column: _column, ...rest }) => rest,
      ),
      unreadable: [unreadable],
    });
  });

  test.each([
    ["findings", report],
    ["a running app", { ...report, findings: [live] }],
    ["nothing", { ...report, findings: [], unreadable: [] }],
  ])("passes its schema with %s", (_, told) => {
    validate(JSON.parse(formatJson(told)));
    expect(validate.errors).toBeNull();
  });

  test("the schema refuses what is not promised", () => {
    const more = { findings: [], unreadable: [], more: 1 };
    expect(validate(more)).toBe(false);
  });
});

describe("SARIF", () => {
  const sarif = (told: Report, prefix?: string) =>
    JSON.parse(formatSarif(told, rulePages(), sourceOf, prefix)) as {
      runs: [
        {
          tool: { driver: { rules: { id: string }[] } };
          results: {
            ruleId: string;
            ruleIndex: number;
            level: string;
            locations: [
              {
                physicalLocation: {
                  artifactLocation: object;
                  region?: object;
                };
              },
            ];
            partialFingerprints?: object;
          }[];
        },
      ];
    };
  const results = (told: Report, prefix?: string) =>
    sarif(told, prefix).runs[0].results;

  test.each([
    ["findings", report],
    ["a running app", { ...report, findings: [live] }],
    ["nothing", { ...report, findings: [], unreadable: [] }],
  ])("passes the schema of SARIF 2.1.0 with %s", (_, told) => {
    // Draft 4, but for its name and `id` also a draft 7, which ajv reads.
    const { $schema: _draft, id: _id, ...schema } = sarifSchema;
    const formats = {
      uri: URL.canParse,
      "uri-reference": (text: string) => URL.canParse(text, "file:///"),
      "date-time": true as const,
    };
    const validate = new Ajv({
      formats,
      strict: false,
      unicodeRegExp: false,
    }).compile(schema);
    validate(sarif(told));
    expect(validate.errors).toBeNull();
  });

  test("every result names its rule, level and place", () => {
    const { rules } = sarif(report).runs[0].tool.driver;
    const found = results(report);
    expect(found.map(({ ruleIndex }) => rules[ruleIndex]?.id)).toEqual(
      found.map(({ ruleId }) => ruleId),
    );
    expect(found.map(({ level }) => level)).toEqual([
      "error",
      "warning",
      "note",
    ]);
    expect(found[0]?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "src/app.js", uriBaseId: "%SRCROOT%" },
      region: { startLine: 4, startColumn: 2 },
    });
  });

  test("every rule says what it is, how bad, and what to do", () => {
    const bare = sarif(report).runs[0].tool.driver.rules.filter((rule) => {
      const { fullDescription, help } = rule as unknown as {
        fullDescription: { text: string };
        help: { markdown: string };
      };
      return !fullDescription.text || !help.markdown;
    });
    expect(bare).toEqual([]);
  });

  test("has the fingerprint that GitHub reckons", () => {
    const [first] = results({ ...report, findings: [secret] });
    expect(first?.partialFingerprints).toEqual({
      primaryLocationLineHash: lineFingerprints(source)[3],
    });
  });

  test("a running app has a URL and no line", () => {
    const [first] = results({ ...report, findings: [live] });
    expect(first?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "http://localhost:3000/" },
    });
  });

  test("paths begin where the command was run", () => {
    const odd = { ...resave, file: "a b#c?.js" };
    const told = { ...report, findings: [odd] };
    expect(
      results(told, "packages/api/")[0]?.locations[0].physicalLocation
        .artifactLocation,
    ).toMatchObject({ uri: "packages/api/a%20b%23c%3F.js" });
  });

  test.each([
    [".", ""],
    ["packages/api", "packages/api/"],
    ["./packages/api/", "packages/api/"],
    ["..", ""],
    ["/elsewhere", ""],
    ["..odd", "..odd/"],
  ])("the prefix of %s is %j", (folder, prefix) => {
    expect(prefixOf(folder, "/home/somebody/here")).toBe(prefix);
  });
});

/** What codeql-action's own tests expect of its hash. */
test.each([
  ["", ["c129715d7a2bc9a3:1"]],
  [
    " a\nb\n  \t\tc\n d",
    [
      "271789c17abda88f:1",
      "54703d4cd895b18:1",
      "180aee12dab6264:1",
      "a23a3dc5e078b07b:1",
    ],
  ],
  [
    " a\r\nb\r  \t\tc\r\n d",
    [
      "271789c17abda88f:1",
      "54703d4cd895b18:1",
      "180aee12dab6264:1",
      "a23a3dc5e078b07b:1",
    ],
  ],
])("the fingerprints of %j", (text, expected) => {
  expect(lineFingerprints(text)).toEqual(expected);
});

describe("what is shown and what counts", () => {
  const result = { findings: [name, resave, secret], unreadable: [] };
  const all = { rules: [], ignored: [] };
  const chosen = (flags: Partial<Parameters<typeof select>[1]>) => {
    const told = select(result, { ...all, format: "text", ...flags });
    const rules = told.findings.map(({ rule }) => rule);
    return { rules, hidden: told.hidden, counted: told.counted };
  };

  test("text leaves out infos", () => {
    expect(chosen({})).toEqual({
      rules: ["resave", "secret-hardcoded"],
      hidden: 1,
      counted: 2,
    });
  });

  test.each(["json", "sarif"] as const)("%s holds everything", (format) => {
    expect(chosen({ format })).toEqual({
      rules: ["default-name", "resave", "secret-hardcoded"],
      hidden: 0,
      counted: 2,
    });
  });

  test("--min-severity holds for every format", () => {
    const told = chosen({ format: "json", minSeverity: "error" });
    expect(told).toMatchObject({ rules: ["secret-hardcoded"], counted: 1 });
  });

  test("--min-severity info counts infos", () => {
    expect(chosen({ minSeverity: "info" })).toMatchObject({ counted: 3 });
  });

  test("--rule and --ignore choose", () => {
    expect(chosen({ rules: ["resave"] }).rules).toEqual(["resave"]);
    expect(chosen({ ignored: ["resave"] }).rules).toEqual(["secret-hardcoded"]);
  });
});
