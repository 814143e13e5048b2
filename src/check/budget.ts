/** Deeper than code that people write; beyond it a value counts as unknown. */
const deepest = 60;
/** More steps than any value that people write takes; a bound against code that was made to have none. */
const mostSteps = 4000;

let depth = 0;
let steps = 0;

/**
 * Runs one step of finding out a value. Gives `otherwise` when that takes too many steps or goes too deep; each value
 * that a rule asks for has a budget of its own.
 */
export function step<Result>(work: () => Result, otherwise: Result): Result {
  if (depth === 0) steps = 0;
  if (depth > deepest || ++steps > mostSteps) return otherwise;
  depth++;
  try {
    return work();
  } finally {
    depth--;
  }
}
