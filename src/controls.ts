/** Whether a character steers how text is shown and shows nothing itself: it has no place in names, and can forge output. */
export function isControl(character: string): boolean {
  // Numbers, because a regular expression that knows Unicode takes a millisecond to compile.
  const code = character.codePointAt(0) ?? 0;
  return ranges.some(([first, last]) => first <= code && code <= last);
}

/** The text with its control characters spelt out, but for line breaks. */
export function visible(text: string): string {
  return Array.from(text, (character) =>
    character === "\n" || !isControl(character)
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** C0, C1, line breaks, and what turns the direction of writing (Unicode's Bidi_Control). */
const ranges = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  [0x2028, 0x2029],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
] as const;
