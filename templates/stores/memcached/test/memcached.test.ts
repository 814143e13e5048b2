import assert from "node:assert/strict";
import { test } from "node:test";
import { storeProblems } from "../src/session-store.js";
import { readSettings } from "../src/settings.js";
import { variables } from "./running-app.js";

const { settings } = readSettings(variables());

function problemsOf(servers: string): string[] {
  process.env.MEMCACHED_SERVERS = servers;
  return storeProblems(settings);
}

test("SETTINGS-7 memcached servers that can be meant are accepted", () => {
  for (const servers of ["", "localhost:11211", "a:1,b:1", "[::1]:11211", "10.0.0.1"]) {
    assert.deepEqual(problemsOf(servers), []);
  }
});

test("SETTINGS-8 any other is named", () => {
  for (const servers of ["localhost:x", "a/b:1", "user@host:11211", "memcached://host"]) {
    assert.match(problemsOf(servers).join(), /^MEMCACHED_SERVERS .*\.$/);
  }
});
