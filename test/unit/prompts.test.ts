import { screen } from "@inquirer/testing/vitest";
import { describe, expect, test } from "vitest";
import { noInterrupts } from "../../src/interrupts.ts";
import { menus } from "../../src/prompts.ts";

const questions = menus(noInterrupts);
const possible = () => undefined;

describe("menus", () => {
  test("show the reason of the choice under the cursor", async () => {
    const answer = questions.option("privacy", possible);
    expect(screen.getScreen()).toContain("every visitor gets a session cookie");
    screen.keypress("enter");
    expect(await answer).toBe("standard");
  });

  test("give the value that was moved to", async () => {
    const answer = questions.option("language", possible);
    screen.keypress("down");
    screen.keypress("enter");
    expect(await answer).toBe("javascript");
  });

  test("say why a choice is impossible", async () => {
    const answer = questions.option("store", (value) =>
      value === "memory" ? "not in production" : undefined,
    );
    expect(screen.getScreen()).toContain("not in production");
    screen.keypress("enter");
    expect(await answer).toBe("sqlite");
  });

  test("refuse a directory's name as the argument is refused", async () => {
    const answer = questions.directory();
    screen.type("node_modules");
    screen.keypress("enter");
    await screen.next();
    expect(screen.getScreen()).toContain("cannot lie in node_modules");
    screen.keypress({ name: "u", ctrl: true });
    screen.type("my-app");
    screen.keypress("enter");
    expect(await answer).toBe("my-app");
  });
});
