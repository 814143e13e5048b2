import { createInterface } from "node:readline";
import { type Interrupts, stoppedBy } from "./interrupts.ts";
import { problemWithName } from "./names.ts";
import { type Choice, type Option, options } from "./options.ts";
import { usualDirectory } from "./project.ts";
import type { Questions } from "./prompts.ts";

/** Asks with static text and numbered choices, which screen readers read in order; nothing is ever redrawn. */
export function plainQuestions(interrupts: Interrupts): Questions {
  const { ask, close } = conversation(interrupts);
  return {
    directory: () =>
      ask<string>(`Which directory? (${usualDirectory})`, (typed) => {
        const value = typed === "" ? usualDirectory : typed;
        const problem = problemWithName(value);
        return problem === undefined ? { value } : { problem };
      }),
    option: (name, impossible) => {
      const { text, read } = plainQuestion(options[name], impossible);
      return ask(text, read);
    },
    close,
  };
}

type Reading<Value> = { value: Value } | { problem: string };

/** The words of a question, and what a typed line means as its answer. */
export function plainQuestion(
  option: Option,
  impossible: (value: string) => string | undefined,
): { text: string; read: (typed: string) => Reading<unknown> } {
  if (option.kind === "choice") {
    const possible = option.choices.filter(({ value }) => !impossible(value));
    return numbered(option.question, possible, option.default);
  }
  const isToggle = option.kind === "toggle";
  const usual = isToggle ? yesOrNo(option.default) : `${option.default}`;
  return {
    text: `${option.question} ${isToggle ? "yes or no " : ""}(${usual})`,
    read: (typed) => {
      const word = (typed || usual).toLowerCase();
      if (!isToggle) return { value: Number(word) };
      if (/^y(es)?$/.test(word)) return { value: true };
      if (/^no?$/.test(word)) return { value: false };
      return { problem: "Please type yes or no." };
    },
  };
}

function yesOrNo(value: boolean): string {
  return value ? "yes" : "no";
}

function numbered(
  question: string,
  choices: readonly Choice[],
  standard: string,
) {
  const usual = choices.find(({ value }) => value === standard) ?? choices[0];
  const lines = choices.map(
    ({ value, label, reason }, index) =>
      `  ${index + 1}. ${value}: ${label}. ${reason}`,
  );
  return {
    text: `${question}\n${lines.join("\n")}\nNumber or name (${usual?.value})`,
    read: (typed: string): Reading<unknown> => {
      const word = typed || usual?.value;
      const isChosen = ({ value }: Choice, index: number) =>
        value === word || `${index + 1}` === word;
      const found = choices.find(isChosen);
      return found
        ? { value: found.value }
        : { problem: `Please type a number from 1 to ${choices.length}.` };
    },
  };
}

/** One reader for all questions: a second one would lose what was typed ahead. */
function conversation(interrupts: Interrupts) {
  const reader = createInterface({ input: process.stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  const stop = new Promise<{ done: true }>((resolve) => {
    interrupts.onSignal(() => resolve({ done: true }));
  });
  const say = (text: string) => process.stdout.write(text);
  const ask = async <Value>(
    text: string,
    read: (typed: string) => Reading<Value>,
  ): Promise<Value> => {
    say(`${text}: `);
    const line = await Promise.race([lines.next(), stop]);
    if (line.done) {
      say("\n");
      throw stoppedBy(interrupts.caught, "Nothing was written.");
    }
    const reading = read(line.value.trim());
    if ("value" in reading) return reading.value;
    say(`${reading.problem}\n`);
    return ask(text, read);
  };
  return { ask, close: () => reader.close() };
}
