import { setTimeout } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  DynamoDBServiceException,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";

const LONGEST_MAKING = 120; // seconds

/** Makes the table where it is missing, and lets DynamoDB remove what has expired. */
export async function setUpTable(client: DynamoDBClient, TableName: string, signal?: AbortSignal) {
  try {
    await client.send(new DescribeTableCommand({ TableName }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await makeTable(client, TableName);
  }
  const patience = { minDelay: 1, maxDelay: 2, maxWaitTime: LONGEST_MAKING, abortSignal: signal };
  await waitUntilTableExists({ client, ...patience }, { TableName });
  const { TimeToLiveDescription: found } = await client.send(
    new DescribeTimeToLiveCommand({ TableName }),
  );
  if (found?.TimeToLiveStatus?.startsWith("ENABL")) return;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: "removableAt" };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

/** Sets the table up in the background, until it works or the signal comes. */
export async function keepTrying(client: DynamoDBClient, TableName: string, signal: AbortSignal) {
  while (!signal.aborted) {
    try {
      return await setUpTable(client, TableName, signal);
    } catch (error) {
      // Either DynamoDB is away, or it says no: the app may have no right to make tables.
      const pause = error instanceof DynamoDBServiceException ? 60_000 : 1_000;
      const wait = setTimeout(pause * (0.5 + Math.random()), undefined, { ref: false, signal });
      await wait.catch(() => {}); // the signal
    }
  }
}

async function makeTable(client: DynamoDBClient, TableName: string): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // else another instance was first
  }
}
