import { posix } from "node:path";
import { evaluate } from "./evaluate.ts";
import { isExternal } from "./external.ts";
import { literalOf } from "./literals.ts";
import type { Module, Place } from "./module.ts";
import { memoized } from "./memoized.ts";
import type { Project } from "./project.ts";
import { isEverywhere, optionOf, type Session } from "./sessions.ts";
import { type CallNode, isMember, keyOf } from "./syntax.ts";
import { isFalsy } from "./truthiness.ts";
import { literal, type Value } from "./value.ts";

const platformFiles =
  /^(?:vercel\.json|now\.json|netlify\.toml|serverless\.ya?ml|firebase\.json|app\.ya?ml|fly\.toml|render\.yaml|caddyfile|nginx.*\.conf|procfile)$/i;
const secureServers =
  /^(?:https\.(?:createServer|Server)|http2\.createSecureServer|spdy\.createServer|(?:greenlock|letsencrypt|serverless|aws-serverless|@vendia\/serverless|aws-lambda-fastify|firebase-functions|@codegenie\/serverless)[\w./-]*)/;
const schemeKnown =
  /x-forwarded-proto|express-sslify|express-force-ssl|express-enforces-ssl|express-to-https|heroku-ssl-redirect|--ssl|createSecureServer|NestFactory\.create\([^)]*httpsOptions/i;

/** A call that switches `trust proxy`, and to what. */
export interface TrustProxy {
  readonly place: Place;
  readonly value: Value;
}

/** Every `app.set("trust proxy", …)` and `app.enable("trust proxy")`. */
export function trustProxies(project: Project): TrustProxy[] {
  return project.modules.flatMap((module) => {
    if (!module.text.includes("trust proxy")) return [];
    return module.calls.flatMap((node) => trustProxyIn(module, node));
  });
}

function trustProxyIn(module: Module, node: CallNode): TrustProxy[] {
  const [name, setting] = node.arguments;
  if (!isMember(node.callee) || name?.type !== "StringLiteral") return [];
  const key = keyOf(node.callee);
  if (name.value !== "trust proxy") return [];
  const place = { module, node };
  if (key === "enable") return [{ place, value: literal(true) }];
  if (key !== "set" || !setting) return [];
  return [{ place, value: evaluate({ module, node: setting }) }];
}

/** Whether anything in the project tells that requests arrive over HTTPS. */
export const hasHttps = memoized((project: Project): boolean => {
  const isTrusting = trustProxies(project).some(
    ({ value }) =>
      !isEverywhere(value, (part) => literalOf(part)?.value === false),
  );
  return (
    isTrusting ||
    project.sessions.some(hasProxyOption) ||
    hasPlatform(project) ||
    project.modules.some(servesHttps)
  );
});

function hasProxyOption(session: Session): boolean {
  const proxy = optionOf(session, "proxy");
  return !isEverywhere(proxy, isFalsy);
}

function hasPlatform({ files }: Project): boolean {
  for (const file of files.all) {
    if (platformFiles.test(posix.basename(file))) return true;
  }
  return false;
}

function servesHttps(module: Module): boolean {
  if (schemeKnown.test(module.text)) return true;
  if (!/https|http2|spdy|serverless|greenlock|firebase/.test(module.text))
    return false;
  return module.calls.some((node) =>
    evaluate({ module, node: node.callee }).some(isExternal(secureServers)),
  );
}
