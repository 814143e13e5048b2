import { compose, type Files } from "./compose.ts";
import type { Answers } from "./options.ts";
import { packageManagers } from "./package-manager.ts";
import { storeNamed } from "./stores.ts";
import { type Layer, layersFor } from "./templates.ts";

/** What a project needs beside the answers; fresh for each, so that rendering itself is pure. */
export interface Ingredients {
  /** Valid for npm. */
  packageName: string;
  /** The non-interactive command that makes this project. */
  command: string;
  /** Signs the session cookies: 32 random bytes as text. */
  secret: string;
  /** PEM texts, for an app that serves TLS itself. */
  certificate?: { key: string; certificate: string };
}

/** The whole project in memory: the same answers and ingredients give the same files. */
export async function renderProject(
  answers: Answers,
  ingredients: Ingredients,
): Promise<Files> {
  const locals = localsFor(answers, ingredients);
  const layers = await layersFor(answers);
  return compose(layers.map((layer) => renderLayer(layer, locals)));
}

/** What every template sees; scripts/compile-template.mjs lists the same names. */
export function localsFor(answers: Answers, ingredients: Ingredients) {
  const { environment, language, packageManager, port, privacy } = answers;
  const { packageName, command, secret, certificate } = ingredients;
  const { typed, locked } = packageManagers[packageManager];
  const store = storeNamed(answers.store);
  const https = answers.https ?? "proxy";
  const production = environment === "prod-https";
  return {
    environment,
    https,
    privacy,
    language,
    packageManager,
    port,
    packageName,
    command,
    secret,
    store: answers.store,
    storeLabel: store.label,
    server: store.server,
    service: store.service,
    dataFolder: store.dataFolder,
    locked,
    cookieName: cookieNameOf(packageName),
    tlsKey: certificate?.key.trimEnd() ?? "",
    tlsCertificate: certificate?.certificate.trimEnd() ?? "",
    install: typed.install,
    run: typed.dev.replace(/ dev$/, ""),
    gdpr: privacy === "gdpr",
    typescript: language === "typescript",
    extension: language === "typescript" ? "ts" : "js",
    production,
    direct: production && https === "direct",
  };
}

function renderLayer(layer: Layer, locals: object): Files {
  return new Map(
    [...layer].map(([path, template]) => [
      path,
      typeof template === "string" ? template : template(locals),
    ]),
  );
}

/** Cookie names allow few characters; each app gets its own, because browsers do not tell localhost ports apart. */
export function cookieNameOf(packageName: string): string {
  return packageName.replace(/[^a-z0-9-]/g, "-").replace(/^-+|-+$/g, "");
}
