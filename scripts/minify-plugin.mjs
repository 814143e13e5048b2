import { minifySync, parseSync, Visitor } from "rolldown/utils";

/**
 * Keeps the package small. Our own functions keep their names, for readers of stack traces. After the bundling,
 * because rolldown lays out what plugins give it.
 */
export function minifyPlugin() {
  return {
    name: "minify-chunks",
    generateBundle(_options, files) {
      for (const file of Object.values(files)) {
        const { fileName, code, moduleIds = [] } = file;
        if (code === undefined) continue;
        const names = moduleIds.some(isOwn);
        const { code: minified } = minifySync(fileName, code, {
          compress: true,
          mangle: {
            toplevel: true,
            keepNames: { function: names, class: names },
          },
          codegen: { removeWhitespace: true },
        });
        file.code = asAscii(names ? inQuotes(minified) : minified);
      }
    },
  };
}

/** Of a text in backticks, as the minifier writes them, V8 keeps what it says and how it is written. */
function inQuotes(code) {
  const parts = [];
  let end = 0;
  const visitor = new Visitor({
    TemplateLiteral(literal) {
      if (literal.expressions.length > 0) return;
      const text = JSON.stringify(literal.quasis[0].value.cooked);
      parts.push(code.slice(end, literal.start), text);
      end = literal.end;
    },
    TaggedTemplateExpression() {
      throw new Error("a tag could tell quotes from backticks");
    },
  });
  visitor.visit(parseSync("chunk.cjs", code).program);
  return parts.join("") + code.slice(end);
}

/** V8 reads and keeps such a text at half the cost. */
function asAscii(code) {
  const escape = (character) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return code.replace(/[^\0-\x7f]/g, escape);
}

/** What starts with \0 and is not ours is what rolldown adds itself. */
function isOwn(id) {
  return !id.includes("/node_modules/") && !id.startsWith("\0rolldown");
}
