import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { runProgram } from "../child-programs.ts";
import { createApp } from "../created-app.ts";
import { storeContract } from "./contract.ts";
import { dynamoDbVariables, startDynalite } from "./dynamodb-server.ts";
import { storeFaults } from "./fault-contract.ts";
import { freePort } from "./server-process.ts";
import { type StoreUnderTest, testBed } from "./store-under-test.ts";

const dynalite: StoreUnderTest = {
  title: "dynamodb",
  store: "dynamodb",
  require: () => {},
  start: startDynalite,
  isDurable: true,
};

const bed = testBed(dynalite);
storeContract(dynalite, bed);
storeFaults(dynalite, bed);

test("npm run store:setup makes the table and lets DynamoDB remove what has expired, once", async () => {
  const { env, calls } = await fakeDynamoDb();
  for (const made of [["CreateTable", "UpdateTimeToLive"], []]) {
    calls.length = 0;
    const { code, output } = await setUp(env);
    expect(output).toContain("The table test-sessions is there");
    expect(code).toBe(0);
    const changes = calls.filter(({ name }) => !name.startsWith("Describe"));
    expect(changes.map(({ name }) => name)).toEqual(made);
    for (const { name, body } of changes) {
      if (name === "UpdateTimeToLive")
        expect(body.TimeToLiveSpecification).toEqual({
          ...{ Enabled: true, AttributeName: "removableAt" },
        });
    }
  }
});

test("npm run store:setup says what is wrong, and fails", async () => {
  const env = dynamoDbVariables(await freePort());
  const { code, output } = await setUp({ ...env, DYNAMODB_TABLE: "?" });
  expect(output).toMatch(/^error: DYNAMODB_TABLE must be /m);
  expect(code).toBe(1);
  expect((await setUp(env)).output).toMatch(/^error: .*ECONNREFUSED/m);
});

async function setUp(env: Record<string, string>) {
  const cwd = await createApp({ store: "dynamodb", language: "javascript" });
  return runProgram("npm", ["run", "store:setup"], { cwd, env });
}

/** A fake that answers what set-up asks and notes it: dynalite has no UpdateTimeToLive. */
async function fakeDynamoDb() {
  const calls: { name: string; body: Record<string, unknown> }[] = [];
  let [isThere, removes] = [false, false];
  const answers: Record<string, () => object> = {
    CreateTable: () => ((isThere = true), {}),
    DescribeTable: () => {
      if (isThere) return { Table: { TableStatus: "ACTIVE" } };
      return { __type: "com.amazonaws.dynamodb#ResourceNotFoundException" };
    },
    DescribeTimeToLive: () => {
      const TimeToLiveStatus = removes ? "ENABLED" : "DISABLED";
      return { TimeToLiveDescription: { TimeToLiveStatus } };
    },
    UpdateTimeToLive: () => ((removes = true), {}),
  };
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as Record<string, unknown>;
    const name = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    calls.push({ name, body });
    const answer = answers[name]?.() ?? {};
    response.statusCode = "__type" in answer ? 400 : 200;
    response.setHeader("Content-Type", "application/x-amz-json-1.0");
    response.end(JSON.stringify(answer));
  });
  const port = await freePort();
  await new Promise<void>((resolve) => {
    server.listen(port, "127.0.0.1", resolve);
  });
  onTestFinished(() => void server.close());
  return { env: dynamoDbVariables(port), calls };
}
