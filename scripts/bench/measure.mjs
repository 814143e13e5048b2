import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("measure.py", import.meta.url));

/** Something that runs a program to its end and gives its CPU and wall milliseconds and its peak of memory in MiB. */
export function stopwatch() {
  const child = spawn("python3", [script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  return {
    async run(words, cwd) {
      child.stdin.write(`${JSON.stringify({ words, cwd })}\n`);
      const [line] = await once(lines, "line");
      const { code, ...took } = JSON.parse(line);
      if (code !== 0) throw new Error(`${words.join(" ")} ended with ${code}`);
      return took;
    },
    end: () => child.stdin.end(),
  };
}

/** The middle one of some numbers. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
