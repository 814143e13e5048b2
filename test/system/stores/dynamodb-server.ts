import { createRequire } from "node:module";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { freePort, serverProcess, sharedFolder } from "./server-process.ts";
import type { StoreServer } from "./store-under-test.ts";

const require = createRequire(import.meta.url);

/** Dynalite, a DynamoDB in JavaScript: it keeps conditions and tables, but removes nothing by itself. */
export async function startDynalite(): Promise<StoreServer> {
  const [port, folder] = [await freePort(), sharedFolder()];
  const cli = require.resolve("dynalite/cli.js");
  const env = (by = port) => dynamoDbVariables(by);
  const server = serverProcess({
    program: process.execPath,
    words: () => [
      ...[cli, "--host", "127.0.0.1", "--port", `${port}`, "--path", folder],
    ],
    port,
    ping: () => fetch(`http://127.0.0.1:${port}`),
  });
  await server.start();
  const client = new DynamoDBClient({
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const dump = async () => {
    const { DYNAMODB_TABLE: TableName } = env();
    const { Items } = await client.send(new ScanCommand({ TableName }));
    return JSON.stringify(Items);
  };
  return { ...server, env, dump, end: server.kill };
}

/** What leads an app to a DynamoDB on a port of this machine. */
export function dynamoDbVariables(port: number): Record<string, string> {
  return {
    DYNAMODB_TABLE: "test-sessions",
    AWS_REGION: "eu-central-1",
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}
