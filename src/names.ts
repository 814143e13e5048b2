import { basename, dirname } from "node:path";
import { isControl, visible } from "./controls.ts";

/** Why a directory of this name is refused, or undefined. The argument and the prompt ask the same. */
export function problemWithName(typed: string): string | undefined {
  if (typed.trim() === "") return "the directory needs a name";
  if (Array.from(typed).some(isControl)) {
    return `the directory's name ${visible(JSON.stringify(typed))} has a control character in it`;
  }
  if (typed.startsWith("-")) {
    return `the directory's name ${JSON.stringify(typed)} begins with a dash; write ./${typed} if you mean it`;
  }
  if (Buffer.byteLength(typed) > longestPath) {
    return `the directory's path is longer than ${longestPath} bytes`;
  }
  const segments = typed.split(process.platform === "win32" ? /[\\/]/ : "/");
  return segments.map(problemWithSegment).find((problem) => problem);
}

/** A name for package.json that npm takes, from the directory the project lies in. */
export function packageNameFor(path: string): string {
  const name = slug(basename(path)) || "session-app";
  const scope = basename(dirname(path));
  if (scope.startsWith("@") && slug(scope) !== "") {
    return `@${slug(scope)}/${name}`.slice(0, longestName);
  }
  // Costs less than the list of them in node:module.
  const isBuiltin = process.getBuiltinModule(name) !== undefined;
  return isBuiltin || notForNpm.includes(name)
    ? `${name}-app`
    : name.slice(0, longestName);
}

/** Room is left for the paths inside the project: Linux ends at 4096. */
const longestPath = 3800;
const longestName = 214;
const longestSegment = 255;
const notForNpm = ["node_modules", "favicon.ico"];
const reservedOnWindows =
  /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])[ .]*(\.|$)/;

function problemWithSegment(segment: string): string | undefined {
  const name = JSON.stringify(segment);
  const lower = segment.toLowerCase();
  if (lower === "node_modules") {
    return "a project cannot lie in node_modules";
  }
  if (reservedOnWindows.test(lower)) {
    return `the name ${name} is reserved on Windows`;
  }
  if (Buffer.byteLength(segment) > longestSegment) {
    return `the name ${name.slice(0, 20)}… is longer than ${longestSegment} bytes`;
  }
  if (process.platform === "win32" && /[<>"|?*]/.test(segment)) {
    return `the name ${name} has a character that Windows does not allow`;
  }
  return undefined;
}

function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .slice(0, longestName)
    .replace(/^[-._]+|[-._]+$/g, "");
}
