import type * as t from "@babel/types";
import type { ExportSource } from "./module.ts";
import type { Node } from "./syntax.ts";

interface Exports {
  exports: Map<string, ExportSource>;
  starExports: string[];
}

/** What a file exports with the syntax of ES modules and TypeScript's `export =`. */
export function readExports(program: t.Program): Exports {
  const found: Exports = { exports: new Map(), starExports: [] };
  for (const node of program.body) {
    if (node.type === "ExportDefaultDeclaration") {
      found.exports.set("default", { node: node.declaration });
    } else if (node.type === "TSExportAssignment") {
      found.exports.set("=", { node: node.expression });
    } else if (node.type === "ExportAllDeclaration") {
      found.starExports.push(node.source.value);
    } else if (node.type === "ExportNamedDeclaration") {
      readNamed(node, found.exports);
    }
  }
  return found;
}

function readNamed(
  node: t.ExportNamedDeclaration,
  exports: Map<string, ExportSource>,
): void {
  for (const specifier of node.specifiers) {
    const exported = nameOf(specifier.exported);
    const from = node.source?.value;
    if (specifier.type === "ExportSpecifier") {
      const local = nameOf(specifier.local);
      exports.set(exported, from ? { from, name: local } : { local });
    } else if (from) exports.set(exported, { from, name: "*" });
  }
  for (const local of declaredNames(node.declaration)) {
    exports.set(local, { local });
  }
}

function declaredNames(node: t.Declaration | null | undefined): string[] {
  if (!node) return [];
  if (node.type === "VariableDeclaration") {
    return node.declarations.flatMap(({ id }) => namesIn(id));
  }
  const isNamed =
    node.type === "FunctionDeclaration" || node.type === "ClassDeclaration";
  return isNamed && node.id ? [node.id.name] : [];
}

function namesIn(pattern: Node): string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "ObjectPattern") {
    return pattern.properties.flatMap((property) =>
      property.type === "ObjectProperty" ? namesIn(property.value) : [],
    );
  }
  return pattern.type === "AssignmentPattern" ? namesIn(pattern.left) : [];
}

function nameOf(node: t.Identifier | t.StringLiteral): string {
  return node.type === "Identifier" ? node.name : node.value;
}
