import { writeSync } from "node:fs";

/**
 * Writes to standard output (1) or error (2) at once. Unlike process.stdout this costs nothing to start, and loses
 * nothing when the process ends. A reader that went away (`| head -1`) is no error.
 */
export function print(stream: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(stream, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN") return; // Nobody listens: EPIPE, or a closed stream.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
