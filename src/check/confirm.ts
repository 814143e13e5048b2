import { createInterface } from "node:readline";
import { type Interrupts, stoppedBy } from "../interrupts.ts";
import { print } from "../output.ts";

/**
 * Asks a question whose answer is yes or no, where no is the default. A signal or the end of the input is an error
 * that says `state`.
 */
export async function confirm(
  question: string,
  state: string,
  interrupts: Interrupts,
): Promise<boolean> {
  print(2, `${question} yes or no (no): `);
  const reader = createInterface({ input: process.stdin, terminal: false });
  const line = new Promise<string | undefined>((answer) => {
    reader.once("line", answer).once("close", () => answer(undefined));
    interrupts.onSignal(() => answer(undefined));
  });
  const typed = await line;
  reader.close();
  if (typed !== undefined) return /^y(es)?$/i.test(typed.trim());
  print(2, "\n");
  throw stoppedBy(interrupts.caught, state);
}
