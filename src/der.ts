/** The few DER encodings (ITU-T X.690) that a certificate needs; each returns a whole element. */
export const der = {
  sequence: (...parts: Buffer[]) => element(0x30, ...parts),
  set: (...parts: Buffer[]) => element(0x31, ...parts),
  integer: (bytes: Buffer) => element(0x02, positive(bytes)),
  boolean: (value: boolean) => element(0x01, Buffer.from([value ? 0xff : 0])),
  octets: (bytes: Buffer) => element(0x04, bytes),
  bits: (bytes: Buffer) => element(0x03, Buffer.from([0]), bytes),
  /** A bit string of which only the first `used` bits count. */
  flags: (byte: number, used: number) =>
    element(0x03, Buffer.from([8 - used, byte])),
  text: (text: string) => element(0x0c, Buffer.from(text, "utf8")),
  time: (date: Date) => timeElement(date),
  identifier: (dotted: string) => element(0x06, identifierBytes(dotted)),
  /** A context-specific element, `[number]`. */
  tagged: (number: number, ...parts: Buffer[]) =>
    element(0xa0 + number, ...parts),
  taggedPrimitive: (number: number, bytes: Buffer) =>
    element(0x80 + number, bytes),
};

function element(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body), body]);
}

function lengthOf(body: Buffer): Buffer {
  if (body.length < 0x80) return Buffer.from([body.length]);
  if (body.length < 0x100) return Buffer.from([0x81, body.length]);
  return Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
}

/** DER integers are signed: a leading 1 bit would make it negative. */
function positive(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) < 0x80
    ? bytes
    : Buffer.concat([Buffer.from([0]), bytes]);
}

/** UTCTime, which RFC 5280 asks for until 2049, then GeneralizedTime. */
function timeElement(date: Date): Buffer {
  const digits = `${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`;
  return date.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2), "ascii"))
    : element(0x18, Buffer.from(digits, "ascii"));
}

function identifierBytes(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return Buffer.from([first * 40 + second, ...rest.flatMap(base128)]);
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f];
  for (let left = number >> 7; left > 0; left >>= 7) {
    bytes.unshift((left & 0x7f) | 0x80);
  }
  return bytes;
}
