import type * as t from "@babel/types";
import {
  type Definition,
  definePattern,
  scopeFor,
  type Scopes,
} from "./bindings.ts";
import type { Gathered } from "./read-module.ts";
import {
  type FunctionNode,
  isFunction,
  type Node,
  parentOf,
} from "./syntax.ts";

type From = Definition["from"];

/** The names of a file by the scope that they are declared in. */
export function declareNames(gathered: Gathered): Scopes {
  const scopes: Scopes = new Map();
  const declare = (pattern: Node, scope: Node, from: From, at: Node) =>
    definePattern(pattern, { from, steps: [], at }, (name, definition) =>
      define(scopes, scope, name, definition),
    );
  for (const node of gathered.declarations) {
    if (isFunction(node)) declareFunction(node, declare);
    else if (node.type === "VariableDeclaration") {
      declareVariables(node, declare);
    } else if (node.type === "ImportDeclaration") {
      declareImports(node, declare);
    } else declareOther(node, declare);
  }
  return scopes;
}

type Declare = (pattern: Node, scope: Node, from: From, at: Node) => void;

function define(
  scopes: Scopes,
  scope: Node,
  name: string,
  definition: Definition,
): void {
  const names = scopes.get(scope) ?? new Map();
  scopes.set(scope, names);
  const known = names.get(name);
  if (known) known.definitions.push(definition);
  else {
    names.set(name, { name, scope, definitions: [definition], writes: [] });
  }
}

function declareVariables(node: t.VariableDeclaration, declare: Declare): void {
  const scope = scopeFor(node, node.kind === "var" ? "var" : "block");
  const loop = parentOf(node);
  const isLoop =
    loop?.type === "ForOfStatement" || loop?.type === "ForInStatement";
  for (const { id, init } of node.declarations) {
    if (init) declare(id, scope, { kind: "value", node: init }, node);
    else declare(id, scope, { kind: isLoop ? "unknown" : "none" }, node);
  }
}

function declareFunction(fn: FunctionNode, declare: Declare): void {
  for (const [index, param] of fn.params.entries()) {
    if (param.type === "RestElement") {
      declare(param.argument, fn, { kind: "unknown" }, param);
    } else declare(param, fn, { kind: "parameter", fn, index }, param);
  }
  if (fn.type === "FunctionDeclaration" && fn.id) {
    const scope = scopeFor(fn, "block");
    declare(fn.id, scope, { kind: "value", node: fn }, fn);
  }
  if (fn.type === "FunctionExpression" && fn.id) {
    declare(fn.id, fn, { kind: "value", node: fn }, fn);
  }
}

function declareImports(node: t.ImportDeclaration, declare: Declare): void {
  if (node.importKind === "type") return;
  const scope = scopeFor(node, "var");
  const source = node.source.value;
  for (const specifier of node.specifiers) {
    const name = importedName(specifier);
    declare(specifier.local, scope, { kind: "import", source, name }, node);
  }
}

function importedName(specifier: t.ImportDeclaration["specifiers"][number]) {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  const { imported } = specifier;
  return imported.type === "Identifier" ? imported.name : imported.value;
}

function declareOther(node: Node, declare: Declare): void {
  if (node.type === "ClassDeclaration" && node.id) {
    declare(node.id, scopeFor(node, "block"), { kind: "value", node }, node);
  } else if (node.type === "CatchClause" && node.param) {
    declare(node.param, node, { kind: "unknown" }, node);
  } else if (node.type === "TSImportEqualsDeclaration") {
    declareImportEquals(node, declare);
  }
}

/** `import session = require("express-session")` */
function declareImportEquals(
  node: t.TSImportEqualsDeclaration,
  declare: Declare,
): void {
  const { moduleReference: reference, id } = node;
  if (reference.type !== "TSExternalModuleReference") return;
  const source = reference.expression.value;
  const from: From = { kind: "import", source, name: "=" };
  declare(id, scopeFor(node, "var"), from, node);
}
