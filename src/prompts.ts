import { confirm, input, select } from "@inquirer/prompts";
import type { Ask } from "./answers.ts";
import { type Interrupts, stoppedBy } from "./interrupts.ts";
import { problemWithName } from "./names.ts";
import { type Option, options } from "./options.ts";
import { usualDirectory } from "./project.ts";

/** The questions as they are asked; another implementation asks them without redrawing. */
export interface Questions {
  directory: () => Promise<string>;
  option: Ask;
  /** Lets go of the terminal. */
  close: () => void;
}

/** Asks with menus. */
export function menus(interrupts: Interrupts): Questions {
  const guard = guardedBy(interrupts);
  return {
    directory: () =>
      guard((context) =>
        input(
          {
            message: "Which directory?",
            default: usualDirectory,
            validate: (typed) => problemWithName(typed) ?? true,
          },
          context,
        ),
      ),
    option: (name, impossible) =>
      guard((context) => askOption(options[name], impossible, context)),
    close: () => {},
  };
}

function askOption(
  option: Option,
  impossible: (value: string) => string | undefined,
  context: { signal: AbortSignal },
): Promise<unknown> {
  const { question: message } = option;
  if (option.kind === "toggle") {
    return confirm({ message, default: option.default }, context);
  }
  if (option.kind === "number") {
    const answer = input({ message, default: `${option.default}` }, context);
    return answer.then(Number);
  }
  const choices = option.choices.map(({ value, label, reason }) => ({
    value,
    name: label,
    short: value,
    description: reason,
    disabled: impossible(value) ?? false,
  }));
  return select(
    { message, choices, default: option.default, pageSize: 12 },
    context,
  );
}

/** Ctrl-C in a prompt comes as an error, every other signal by abort. */
function guardedBy(interrupts: Interrupts) {
  return async <Answer>(
    ask: (context: { signal: AbortSignal }) => Promise<Answer>,
  ): Promise<Answer> => {
    const stop = new AbortController();
    const forget = interrupts.onSignal(() => stop.abort());
    try {
      return await ask({ signal: stop.signal });
    } catch (error) {
      if (!isEnd(error)) throw error;
      throw stoppedBy(interrupts.caught, "Nothing was written.");
    } finally {
      forget();
    }
  };
}

function isEnd(error: unknown): boolean {
  const { name } = error as Error;
  return name === "ExitPromptError" || name === "AbortPromptError";
}
