// GitHub recognises an alert by this hash when lines move. Its upload action computes the same one and warns about
// any other, and whoever uploads without the action needs it: so it is the action's, a rolling hash of a hundred
// characters from the line on, without blanks.

const window = 100;
const base = 37n;
const bits = 64;
const oldest = BigInt.asUintN(bits, base ** BigInt(window));

/** What the action puts after the last character. */
const endOfFile = 65535;

/** The fingerprint of each line of a text, the first line first: a hash and how often it has come so far. */
export function lineFingerprints(text: string): string[] {
  const codes = [...significant(text), endOfFile];
  const starts = lineStarts(codes);
  const seen = new Map<string, number>();
  const found: string[] = [];
  let hash = 0n;
  // The hash of a line is that of the window which begins with it; behind the end there are only zeros.
  for (let end = 0; end < codes.length + window; end++) {
    const start = end - window;
    if (starts.has(start)) {
      const name = hash.toString(16);
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      found.push(`${name}:${count}`);
    }
    const leaving = BigInt(codes[start] ?? 0) * oldest;
    const next = base * hash + BigInt(codes[end] ?? 0) - leaving;
    hash = BigInt.asUintN(bits, next);
  }
  return found;
}

/** UTF-16 codes without blanks and tabs, each line break as one LF. */
function significant(text: string): number[] {
  const plain = text.replace(/\r\n?/g, "\n").replace(/[ \t]/g, "");
  return Array.from({ length: plain.length }, (_, at) => plain.charCodeAt(at));
}

function lineStarts(codes: readonly number[]): Set<number> {
  const starts = new Set([0]);
  codes.forEach((code, at) => {
    if (code === 10) starts.add(at + 1);
  });
  return starts;
}
