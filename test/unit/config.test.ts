import { describe, expect, test } from "vitest";
import { overruled } from "../../src/config.ts";

const production = { environment: "prod-https", https: "direct" } as const;

describe("overruled", () => {
  test("a flag wins over the file", () => {
    const merged = overruled({ privacy: "gdpr", port: 80 }, { port: 81 });
    expect(merged).toEqual({ privacy: "gdpr", port: 81 });
  });

  test("what a flag takes the sense from goes with what it replaces", () => {
    expect(overruled(production, { environment: "dev-http" })).toEqual({
      environment: "dev-http",
    });
  });

  test("also where the file leaves the environment open", () => {
    const merged = overruled({ https: "direct" }, { environment: "dev-http" });
    expect(merged).toEqual({ environment: "dev-http" });
  });

  test("a contradiction of the file's own stays for its refusal", () => {
    const wrong = { environment: "dev-http", https: "direct" } as const;
    expect(overruled(wrong, { port: 80 })).toEqual({ ...wrong, port: 80 });
  });

  test("a contradiction of the flags stays for its refusal", () => {
    const wrong = { environment: "dev-http", https: "proxy" } as const;
    expect(overruled(production, wrong)).toEqual(wrong);
  });
});
