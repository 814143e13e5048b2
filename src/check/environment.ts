import { evaluate } from "./evaluate.ts";
import { isExternal, isOpen } from "./external.ts";
import type { Term } from "./module.ts";
import { lastName } from "./names-around.ts";
import { type Node, unwrap } from "./syntax.ts";
import { truthiness } from "./truthiness.ts";
import {
  always,
  both,
  literal,
  sometimes,
  under,
  union,
  type Value,
  type When,
} from "./value.ts";

const environmentVariable =
  /^process\.env\.\w*(?:ENV|ENVIRONMENT|STAGE|NODE_ENV|APP_MODE|MODE)\b(?:\.(?:trim|toLowerCase)\(\))?$|^app environment$/;
const environmentName = /(?:^|_|[a-z])(?:node_?env|env|environment)$/i;
const productionName =
  /^(?:is_?|in_?)?(?:prod|production|live)(?:_?(?:env|mode|environment))?$/i;
const developmentName =
  /^(?:is_?|in_?)?(?:dev|development|local|debug)(?:_?(?:env|mode|environment))?$/i;

const productionWords = /^(?:prod|production|live|staging|stage|heroku)$/i;
const developmentWords =
  /^(?:dev|develop|development|test|testing|local|localhost|ci)$/i;

const production: When = { in: "production", sure: true };
const development: When = { in: "development", sure: true };

/** True in one of production and development, false in the other. */
export const trueInProduction: Value = [
  ...under(production, literal(true)),
  ...under(development, literal(false)),
];
export const trueInDevelopment: Value = [
  ...under(development, literal(true)),
  ...under(production, literal(false)),
];

/** Whether a value is the name of the environment, such as `process.env.NODE_ENV` with or without a default. */
export function isEnvironment(value: Value, node: Node): boolean {
  if (value.some(isExternal(environmentVariable))) return true;
  const name = nameOf(node);
  return (
    value.every(isOpen) && name !== undefined && environmentName.test(name)
  );
}

/** What `environment === word` gives; undefined for a word that tells nothing. */
export function comparedTo(word: unknown): Value | undefined {
  if (typeof word !== "string") return undefined;
  if (productionWords.test(word)) return trueInProduction;
  return developmentWords.test(word) ? trueInDevelopment : undefined;
}

/** What a value that cannot be seen tells by its name: `isProduction`, `config.isDev`, `process.env.PRODUCTION`. */
export function byName(value: Value, node: Node): Value {
  if (!value.every(isOpen)) return value;
  const name = nameOf(unwrap(node));
  if (name === undefined) return value;
  if (productionName.test(name)) return trueInProduction;
  return developmentName.test(name) ? trueInDevelopment : value;
}

function nameOf(node: Node): string | undefined {
  const isCallOfName =
    node.type === "CallExpression" && node.arguments.length === 0;
  return isCallOfName ? nameOf(node.callee) : lastName(node);
}

/** When a test is true (or false): in production, in development, perhaps; undefined: never. */
export function truthOf(term: Term, truth: boolean): When | undefined {
  const node = unwrap(term.node);
  if (node.type === "UnaryExpression" && node.operator === "!") {
    return truthOf({ ...term, node: node.argument }, !truth);
  }
  if (node.type === "LogicalExpression" && node.operator !== "??") {
    const left = truthOf({ ...term, node: node.left }, truth);
    const right = truthOf({ ...term, node: node.right }, truth);
    const isBoth = (node.operator === "&&") === truth;
    if (isBoth) return left && right && both(left, right);
    return either(left, right);
  }
  return whenIs(byName(evaluate({ ...term, node }), node), truth);
}

function either(a: When | undefined, b: When | undefined): When | undefined {
  if (!a || !b) return a ?? b;
  if (a.sure && a.in === "any") return a;
  if (b.sure && b.in === "any") return b;
  return a.in === b.in ? { in: a.in, sure: a.sure || b.sure } : sometimes;
}

/** When the possibilities of a value are all true or all false. */
function whenIs(value: Value, truth: boolean): When | undefined {
  const fits = value.filter((one) => truthiness(one) === truth);
  const open = value.some((one) => truthiness(one) === undefined);
  const [first, ...others] = fits;
  if (!first) return open ? sometimes : undefined;
  if (!open && fits.length === value.length) return always;
  const isOne = others.every(({ when }) => when.in === first.when.in);
  const { in: where, sure } = first.when;
  return isOne && where !== "any" && sure && !open
    ? { in: where, sure: true }
    : sometimes;
}

/** The value of `test ? consequent : alternate`, and of all that works alike. */
export function choose(test: Term, yes: () => Value, no: () => Value): Value {
  const whenTrue = truthOf(test, true);
  const whenFalse = truthOf(test, false);
  return union(
    whenTrue ? under(whenTrue, yes()) : [],
    whenFalse ? under(whenFalse, no()) : [],
  );
}
