import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, type TestContext } from "vitest";
import type { Answers } from "../../../src/options.ts";
import { renderProject } from "../../../src/render.ts";
import { defaults, ingredientsFor } from "../../combinations.ts";
import { linkPackages } from "../cached-packages.ts";
import { removeFolders, sharedFolder } from "./server-process.ts";

/** One store on one kind of server; all that differs between them, as data. */
export interface StoreUnderTest {
  /** What the tests are called: "redis", "redis cluster". */
  title: string;
  /** The value of --store. */
  store: string;
  /** Skips the test by name (`requireProgram`, `missing`) where the server cannot be had. */
  require: (context: TestContext) => void;
  /** Makes and starts a fresh, empty server on free ports. */
  start: () => Promise<StoreServer>;
  /** Whether what it acknowledged is there again after a SIGKILL of the server. */
  isDurable: boolean;
  /** Where the server removes expired rows so soon that a test can wait: that many milliseconds after their end. */
  prunesWithin?: number;
  /** How many servers share the sessions, and may come back one after the other; 1 unless told. */
  nodes?: number;
  /** Whether a proxy can be between the app and the server; yes unless told. */
  hasProxy?: boolean;
  /** Longest time an app may need to serve again when the server is back; 5 s unless told. */
  recoversWithin?: number;
  /** What else can be done to it: "full", "read-only", "credentials changed"… */
  faults?: Record<string, (server: StoreServer) => Fault>;
}

/** Something that keeps an app from writing, until it ends. */
export interface Fault {
  begin: () => Promise<unknown>;
  end: () => Promise<unknown>;
}

export interface StoreServer {
  /** The variables that lead an app to it; with a port: there, which is a proxy in front of `port`. */
  env: (port?: number) => Record<string, string>;
  /** Where a proxy in between leads to; undefined where none can be in between. */
  port?: number;
  start: () => Promise<unknown>;
  kill: () => Promise<unknown>;
  freeze: () => unknown;
  thaw: () => unknown;
  /** Everything that is stored, keys and values, as one text; read past the app. */
  dump: () => Promise<string>;
  /** Ends everything that was started. */
  end: () => Promise<unknown>;
}

/** A database, of which more can be asked. */
export interface SqlServer extends StoreServer {
  /** Asks as the administrator, past the app. */
  admin: (sql: string) => Promise<object[]>;
  /** The folder in which the tables will be, once `useDisk` is done. */
  disk: string;
  /** Puts the tables that are made from now on into that folder. */
  useDisk: () => Promise<unknown>;
  /** Another account of the app's database, which may not make tables. */
  restricted: () => Promise<string>;
}

/** The parts of a generated app's store, as `templates/typescript/types/session.d.ts` describes them. */
export interface Table {
  read: (key: string) => Promise<Stored | undefined>;
  create: (key: string, session: Stored) => Promise<void>;
  update: (key: string, session: Stored) => Promise<void>;
  extend: (key: string, expiresAt: number) => Promise<void>;
  remove: (key: string) => Promise<void>;
  ping: () => Promise<void>;
  lock: (key: string) => Promise<(() => Promise<void>) | undefined>;
  close: () => Promise<void>;
}
export interface Stored {
  data: string;
  expiresAt: number;
}
interface StoreModule {
  storeName: string;
  storeProblems: (settings: object) => string[];
  openTable: (settings: object) => Table;
}

/** What the app reads from its environment, as far as stores look at it. */
export const settings = {
  ...{ idle: 1_800_000, lifetime: 28_800_000, storeTimeout: 500 },
  ...{ secure: false, cookieName: "app.sid" },
};

/** Gives a test the app and the server. */
export type TestBed = ReturnType<typeof testBed>;

/** An app (JavaScript) of the store, and one server, both for all tests of a file and made when first asked for. */
export function testBed(subject: StoreUnderTest) {
  let app: Promise<string> | undefined;
  let server: Promise<StoreServer> | undefined;
  afterAll(async () => {
    await (await server)?.end();
    removeFolders();
  });

  return async (context: TestContext) => {
    subject.require(context);
    app ??= createStoreApp(subject.store);
    server ??= subject.start();
    return { app: await app, server: await server };
  };
}

/** The store module of an app, which reads its variables from ours. */
export async function storeModule(
  app: string,
  env: Record<string, string>,
): Promise<StoreModule> {
  Object.assign(process.env, env);
  const file = pathToFileURL(join(app, "src/session-store.js")).href;
  return (await import(/* @vite-ignore */ file)) as StoreModule;
}

/** The templates as they are now, without a build; unlike `createApp` it stays for all tests of the file. */
async function createStoreApp(store: string): Promise<string> {
  const answers: Answers = { ...defaults, store, language: "javascript" };
  const app = sharedFolder();
  const files = await renderProject(answers, ingredientsFor(answers));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
  await linkPackages(app);
  return app;
}
