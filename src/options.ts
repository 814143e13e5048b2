import { stores } from "./stores.ts";

/** Everything the user decides about a project; what is generated depends on nothing else. */
export interface Answers {
  environment: "dev-http" | "prod-https";
  /** Only there when `environment` is `prod-https`. */
  https?: "proxy" | "direct";
  store: string;
  privacy: "standard" | "gdpr";
  language: "typescript" | "javascript";
  /** A Dockerfile and a compose.yaml. */
  docker: boolean;
  /** A workflow for GitHub Actions. */
  ci: boolean;
  packageManager: "npm" | "pnpm" | "yarn" | "bun";
  /** TCP port, 1 to 65535. */
  port: number;
  install: boolean;
  git: boolean;
  start: boolean;
  onConflict: "error" | "keep" | "overwrite";
}

/** One allowed value, with the one-line reason that help and prompt show. */
export interface Choice {
  value: string;
  label: string;
  reason: string;
}

interface Common {
  /** The prompt's question. */
  question: string;
  /** What help and README say of the option. */
  summary: string;
  /** `setup`: a question before anything is written; `conflict`, `end`: asked in a terminal when it comes to that. */
  asked?: "setup" | "conflict" | "end";
  /** False where the option makes no sense beside the other answers; giving it all the same is an error. */
  when?: (answers: Partial<Answers>) => boolean;
  /** What the error says where `when` is false. */
  whenNot?: string;
}
export interface ChoiceOption extends Common {
  kind: "choice";
  choices: readonly Choice[];
  default: string;
}
export interface NumberOption extends Common {
  kind: "number";
  minimum: number;
  maximum: number;
  default: number;
}
export interface ToggleOption extends Common {
  kind: "toggle";
  default: boolean;
}
export type Option = ChoiceOption | NumberOption | ToggleOption;
type OptionFor<Value> = [Value] extends [boolean]
  ? ToggleOption
  : [Value] extends [number]
    ? NumberOption
    : ChoiceOption;

export type OptionName = keyof Answers;

/**
 * The single source of truth: flags, help, prompts, validation, JSON schema, README section, the equivalent command
 * and the test matrix are all derived from this table. Its order is the order of the questions.
 */
export const options: {
  [Name in OptionName]-?: OptionFor<NonNullable<Answers[Name]>>;
} = {
  environment: {
    kind: "choice",
    question: "Where will the app run first?",
    summary: "where the app runs first; later it moves by changing .env",
    asked: "setup",
    choices: [
      {
        value: "dev-http",
        label: "on this computer, over HTTP",
        reason:
          "the cookie is not Secure, because browsers drop Secure cookies that come over plain HTTP",
      },
      {
        value: "prod-https",
        label: "in production, over HTTPS",
        reason:
          "the cookie is Secure and named __Host-, so it never travels unencrypted; that needs HTTPS",
      },
    ],
    default: "dev-http",
  },
  https: {
    kind: "choice",
    question: "Where does TLS end?",
    summary: "who serves TLS (with prod-https)",
    asked: "setup",
    when: (answers) => answers.environment === "prod-https",
    whenNot:
      "--https goes with --environment prod-https only: a dev-http app serves plain HTTP",
    choices: [
      {
        value: "proxy",
        label: "at a proxy",
        reason:
          "nginx, Caddy, a load balancer or a platform in front decrypts and passes plain HTTP on",
      },
      {
        value: "direct",
        label: "in the app itself",
        reason:
          "Node serves TLS with your key and certificate; a self-signed one is made for the start",
      },
    ],
    default: "proxy",
  },
  store: {
    kind: "choice",
    question: "Where are sessions kept?",
    summary: "where sessions are kept",
    asked: "setup",
    choices: stores,
    default: "sqlite",
  },
  privacy: {
    kind: "choice",
    question: "Which privacy mode?",
    summary: "whether visitors are asked before a cookie is set",
    asked: "setup",
    choices: [
      {
        value: "standard",
        label: "standard",
        reason: "every visitor gets a session cookie with the first page",
      },
      {
        value: "gdpr",
        label: "consent first",
        reason:
          "no cookie and no stored row until the visitor agrees, as the ePrivacy rules ask for",
      },
    ],
    default: "standard",
  },
  language: {
    kind: "choice",
    question: "Which language?",
    summary: "language of the app's source",
    asked: "setup",
    choices: [
      {
        value: "typescript",
        label: "TypeScript",
        reason: "types say what a session holds; one build step",
      },
      {
        value: "javascript",
        label: "JavaScript",
        reason: "the same code without types, and nothing to build",
      },
    ],
    default: "typescript",
  },
  docker: {
    kind: "toggle",
    question: "Add a Dockerfile and a compose.yaml?",
    summary: "add a Dockerfile, and a compose.yaml of the app and its store",
    asked: "setup",
    default: false,
  },
  ci: {
    kind: "toggle",
    question: "Add a GitHub workflow that tests each change?",
    summary: "add a GitHub workflow that tests on Node 20 to 26",
    asked: "setup",
    default: false,
  },
  packageManager: {
    kind: "choice",
    question: "Which package manager?",
    summary: "package manager that installs (default: the one that runs us)",
    choices: [
      { value: "npm", label: "npm", reason: "comes with Node" },
      {
        value: "pnpm",
        label: "pnpm",
        reason: "shares packages between projects",
      },
      { value: "yarn", label: "Yarn", reason: "classic and newer" },
      {
        value: "bun",
        label: "Bun",
        reason: "installs fastest; the app still runs on Node",
      },
    ],
    default: "npm",
  },
  port: {
    kind: "number",
    question: "Which port?",
    summary: "port the app listens on",
    minimum: 1,
    maximum: 65535,
    default: 3000,
  },
  install: {
    kind: "toggle",
    question: "Install the packages?",
    summary: "install the packages",
    default: true,
  },
  git: {
    kind: "toggle",
    question: "Make a git repository?",
    summary: "make a git repository and commit",
    default: true,
  },
  start: {
    kind: "toggle",
    question: "Start the app now?",
    summary: "start the app when it stands (implies installing)",
    asked: "end",
    default: false,
  },
  onConflict: {
    kind: "choice",
    question: "What shall happen to the files that are in the way?",
    summary: "what happens to files that are in the way",
    asked: "conflict",
    choices: [
      { value: "error", label: "stop", reason: "list them and change nothing" },
      {
        value: "keep",
        label: "keep yours",
        reason: "write only the other files",
      },
      {
        value: "overwrite",
        label: "overwrite",
        reason: "write all files; a backup of each of yours is kept",
      },
    ],
    default: "error",
  },
};

export const optionNames = Object.keys(options) as OptionName[];

/** Whether an answer was given that makes no sense beside the others. */
export function isPointless(
  name: OptionName,
  answers: Partial<Answers>,
): boolean {
  const option: Option = options[name];
  if (answers[name] === undefined || !option.when) return false;
  return answers.environment !== undefined && !option.when(answers);
}

/** Combinations that cannot work, with the sentence that says why and the change that mends it. */
export const contradictions: readonly {
  applies: (answers: Partial<Answers>) => boolean;
  message: string;
  instead: Partial<Answers>;
}[] = [
  {
    applies: (answers) =>
      answers.store === "memory" && answers.environment === "prod-https",
    message:
      "the memory store cannot be used with prod-https: it loses every session at a restart",
    instead: { store: "sqlite" },
  },
  {
    applies: (answers) => answers.start === true && answers.install === false,
    message:
      "--start cannot work with --no-install: the app needs its packages",
    instead: { install: true },
  },
];
