/** The questions that are open: memcached answers in their order, with a line, or with `gets` a value. */
export function answerQueue() {
  let waiting: ReturnType<typeof newQuestion>[] = [];
  let received = Buffer.alloc(0);

  function next() {
    const asked = newQuestion();
    waiting.push(asked);
    return asked.answer;
  }

  function take(bytes: Buffer): void {
    received = Buffer.concat([received, bytes]);
    for (let end = received.indexOf("\r\n"); end >= 0; end = received.indexOf("\r\n")) {
      const line = received.toString("latin1", 0, end);
      let after = end + 2;
      let text: string | undefined;
      const [kind, , , size, unique] = line.split(" ");
      if (kind === "VALUE") {
        after += Number(size) + "\r\nEND\r\n".length;
        if (received.length < after) return;
        text = received.toString("utf8", end + 2, end + 2 + Number(size));
      }
      received = received.subarray(after);
      const asked = waiting.shift();
      if (!asked) throw new Error("an answer that nobody asked for");
      if (kind.endsWith("ERROR")) asked.reject(new Error(line));
      else asked.resolve({ line, text, unique });
    }
  }

  function fail(error: Error): void {
    for (const { reject } of waiting) reject(error);
    waiting = [];
    received = Buffer.alloc(0);
  }

  return { next, take, fail, oldest: () => waiting[0]?.at ?? Infinity };
}

function newQuestion() {
  let resolve = (_answer: { line: string; text?: string; unique?: string }) => {};
  let reject = (_error: Error) => {};
  const answer = new Promise<Parameters<typeof resolve>[0]>(
    (...ways) => ([resolve, reject] = ways),
  );
  return { answer, resolve, reject, at: Date.now() };
}
