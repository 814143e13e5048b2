import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { bracketed } from "../../scripts/compile-eagerly.mjs";

const code = `const greeting = greet("Ann");
function greet(name) { return hello() + name; }
async function rare() { return 1; }
function hello() { return "hello "; }
return { greeting, greet, rare };`;

test("the functions that are used stand in brackets, in front, and do the same", () => {
  const used = new Set([
    code.indexOf("function greet"),
    code.indexOf("function hello"),
  ]);
  const eager = bracketed(code, used);
  expect(eager).toMatch(
    /^const greet=\(function greet\(.*\}\);const hello=\(function hello\(/,
  );
  expect(eager).toContain("\nasync function rare()");
  const made = runInThisContext(`(() => {${eager}})()`) as {
    greeting: string;
    greet: { name: string };
  };
  expect(made.greeting).toBe("hello Ann");
  expect(made.greet.name).toBe("greet");
});

test("where nothing is used, nothing changes", () => {
  expect(bracketed(code, new Set())).toBe(code);
});
