import type { Settle } from "./create.ts";
import { UserError } from "./errors.ts";
import { type Interrupts, stoppedBy } from "./interrupts.ts";
import type { Answers } from "./options.ts";
import type { Questions } from "./prompts.ts";
import { reportConflicts } from "./report.ts";
import type { Run } from "./run-options.ts";
import { isAccessible, mayAsk } from "./terminal.ts";

/** How questions are asked in this run, or undefined where nobody may be asked; only then are prompts loaded. */
export async function questionsFor(
  run: Run,
  interrupts: Interrupts,
): Promise<Questions | undefined> {
  if (!(await mayAsk(run, process.env))) return undefined;
  if (isAccessible(run, process.env)) {
    const { plainQuestions } = await import("./accessible.ts");
    return plainQuestions(interrupts);
  }
  const { menus } = await import("./prompts.ts");
  return menus(interrupts);
}

/** Lists what is in the way and asks what to do about it. */
export function settleBy(questions: Questions): Settle {
  return async (conflicts) => {
    reportConflicts(conflicts);
    const answer = await questions.option("onConflict", () => undefined);
    return answer as Answers["onConflict"];
  };
}

/** The project stands by now, so Ctrl-C at this question is a no, and nothing else. */
export async function wantsStart(
  questions: Questions,
  interrupts: Interrupts,
): Promise<boolean> {
  try {
    return (await questions.option("start", () => undefined)) === true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.outcome === "cancelled") return false;
    throw stoppedBy(interrupts.caught, "The project stands.");
  }
}
