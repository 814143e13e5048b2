import { describe, expect, test } from "vitest";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, viewsOf } from "./contract.ts";
import { timeout } from "./outage.ts";
import type { StoreUnderTest, TestBed } from "./store-under-test.ts";

/** A server that wants TLS and a password. */
interface EncryptedServer {
  /** The variables that lead an app to it. */
  env: Record<string, string>;
  /** The same with the password `wr0ng`. */
  wrong: Record<string, string>;
  /** What else the app has to be told so that it trusts the certificate. */
  trust: Record<string, string>;
  end: () => Promise<unknown>;
}

/** A server across a network that nobody trusts: encrypted, and it wants a password. */
export function tlsContract(
  { title }: StoreUnderTest,
  bed: TestBed,
  start: () => Promise<EncryptedServer>,
): void {
  describe(`${title} by TLS and with a password`, () => {
    test("serves with a certificate that the app is told to trust, and refuses any other and wrong passwords", async (context) => {
      const { app } = await bed(context);
      const { env, trust, wrong, end } = await start();
      context.onTestFinished(async () => void (await end()));

      const running = await startScript(app, "start", {
        env: { ...env, ...trust, ...timeout },
      });
      await serves(running.url());
      const { get } = visitor(running.url());
      await get("/");
      expect(viewsOf((await get("/")).text)).toBe(2);
      expect(running.output()).toMatch(/^Server running on \S+\n$/);
      expect(await running.stop()).toBe(0);

      for (const refused of [env, { ...wrong, ...trust }]) {
        const locked = await startScript(app, "start", {
          env: { ...refused, ...timeout },
        });
        expect((await visitor(locked.url()).get("/")).status).toBe(503);
        expect(locked.output()).toMatch(/^The session store fails: .+$/m);
        expect(locked.output()).not.toContain("wr0ng");
        expect(await locked.stop()).toBe(0);
      }
    });
  });
}
