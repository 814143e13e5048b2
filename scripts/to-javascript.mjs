import amaro from "amaro";
import { format } from "prettier";

/**
 * The JavaScript variant of a TypeScript template: types blanked by the stripper that Node itself uses, which keeps
 * comments (so the tags too), then the lines that became blank dropped, then formatted with the given options of Prettier.
 */
export async function toJavaScript(text, style = {}) {
  if (/^(?:export )?(?:interface|type|declare)\b/m.test(text)) {
    throw new Error(
      "a template must not declare types: they belong in typescript/types/*.d.ts, which JavaScript apps do not get",
    );
  }
  const stripped = withoutTypes(text).split("\n");
  const lines = text.split("\n");
  const kept = stripped.filter(
    (line, index) => line.trim() !== "" || lines[index].trim() === "",
  );
  return format(kept.join("\n"), { ...style, parser: "babel" });
}

function withoutTypes(text) {
  try {
    return amaro.transformSync(text, { mode: "strip-only" }).code;
  } catch (error) {
    // This version of amaro throws strings.
    throw new Error(String(error), { cause: error });
  }
}
