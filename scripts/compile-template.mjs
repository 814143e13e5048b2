import ejs from "ejs";

/** What every template sees; a test compares it with what src/render.ts passes. Any other name throws. */
export const localNames = [
  "command",
  "cookieName",
  "dataFolder",
  "direct",
  "environment",
  "extension",
  "gdpr",
  "https",
  "install",
  "language",
  "locked",
  "packageManager",
  "packageName",
  "port",
  "privacy",
  "production",
  "run",
  "secret",
  "server",
  "service",
  "store",
  "storeLabel",
  "tlsCertificate",
  "tlsKey",
  "typescript",
];

/** The EJS options for a file: tags hide in the comments of the file's own kind, so a template is valid as it lies. */
export function ejsOptions(path) {
  const [openDelimiter, closeDelimiter] = commentsOf(path);
  return {
    delimiter: "%",
    openDelimiter,
    closeDelimiter,
    strict: true,
    compileDebug: false,
    destructuredLocals: localNames,
    escape: String,
  };
}

/** JavaScript source of what a template is at run time: a string, or a function of the locals where it has tags. */
export function compileTemplate(source, path) {
  const text = withoutStandIns(source);
  const options = ejsOptions(path);
  if (!text.includes(`${options.openDelimiter}%`)) return JSON.stringify(text);
  const tags = text.split(`${options.openDelimiter}%`).slice(1);
  const code = tags
    .map((tag) => tag.split(`%${options.closeDelimiter}`)[0])
    .join("\n");
  const destructuredLocals = localNames.filter((name) =>
    new RegExp(`\\b${name}\\b`).test(code),
  );
  const template = new ejs.Template(text, { ...options, destructuredLocals });
  template.compile();
  // In brackets V8 compiles it at once; without, it would read it twice.
  return `(function (locals) {\n${appendingAtOnce(template.source)}})`;
}

/** A call for each part costs V8 more than `+=`; what ejs calls for is text anyway. */
function appendingAtOnce(source) {
  const append = /^ *function __append\(s\) \{.*\}\n/m;
  if (!append.test(source)) throw new Error("ejs appends in another way now");
  return source
    .replace(append, "")
    .replaceAll("; __append(escapeFn(", "; __output += ((")
    .replaceAll("; __append(", "; __output += (");
}

/**
 * Drops the literal in front of a value tag, as in `resave: true /*%= resave %*\/`: it stands there only so that the
 * template is valid code where it lies.
 */
export function withoutStandIns(text) {
  return text.replace(/\b(?:true|false|\d+) (?=\/\*%=)/g, "");
}

function commentsOf(path) {
  if (/\.(?:[cm]?[jt]s|css)$/.test(path)) return ["/*", "*/"];
  if (/\.(?:ejs|html|md)$/.test(path)) return ["<!--", "-->"];
  if (path.endsWith(".json")) return ["<", ">"];
  return ["#", "#"];
}
