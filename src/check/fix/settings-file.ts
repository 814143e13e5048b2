/** The value of a variable in the text of a `.env` file; undefined where it is not set. */
export function variableIn(text: string, name: string): string | undefined {
  const pattern = new RegExp(
    `^\\s*(?:export\\s+)?${name}\\s*=[^\\S\\n]*(.*)$`,
    "gm",
  );
  const [, raw] = [...text.matchAll(pattern)].at(-1) ?? [];
  if (raw === undefined) return undefined;
  const [, , inner] = /^(["'`])(.*)\1\s*(?:#.*)?$/.exec(raw) ?? [];
  return inner ?? raw.replace(/\s+#.*$/, "").trim();
}

/** The text with a variable more; undefined where its value cannot be quoted so that all readers agree. */
export function withVariable(
  text: string,
  name: string,
  value: string,
): string | undefined {
  const isPlain = /^[\w@%+=:,./-]+$/.test(value);
  const mark = ["'", '"', "`"].find((one) => !value.includes(one));
  // In double quotes readers replace \n and $NAME.
  const isSafe = mark !== undefined && !/[\r\n\0]/.test(value);
  if (!isPlain && (!isSafe || (mark !== "'" && /[\\$]/.test(value)))) {
    return undefined;
  }
  const line = isPlain ? value : `${mark}${value}${mark}`;
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  return `${text}${gap}${name}=${line}\n`;
}
