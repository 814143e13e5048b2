// Over AWS's own client, because connect-dynamodb's set is an upsert, which brings ended sessions
// back; it has no lock; and its set-up ends the process when DynamoDB is away.
import { randomUUID } from "node:crypto";
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { SessionTable, Settings } from "../types/session.js";
import { keepTrying, setUpTable } from "./table-setup.js";

const LOCK_TIME = 2_000;
const IS_THERE = "attribute_exists(id)";
// What this instance has it may take again, as its requests take turns: so a lock whose unlocking
// was lost keeps no visitor out.
const IS_FREE = "attribute_not_exists(id) OR expiresAt <= :now OR lockedAt = :here";

export const storeName = "DynamoDB";
const tableName = () => process.env.DYNAMODB_TABLE ?? "";

export function storeProblems(_settings: Settings): string[] {
  const problems: string[] = [];
  if (!/^[\w.-]{3,255}$/.test(tableName())) {
    problems.push("DYNAMODB_TABLE must be 3 to 255 letters, digits, dots, dashes or underscores.");
  }
  if (!process.env.AWS_REGION) problems.push("AWS_REGION must be a region, like eu-central-1.");
  return problems;
}

export function openTable({ storeTimeout }: Settings): SessionTable {
  const client = newClient(storeTimeout);
  const TableName = tableName();
  const here = { S: randomUUID() };
  const closing = new AbortController();
  void keepTrying(client, TableName, closing.signal);

  const put = (
    row: Record<string, AttributeValue>,
    condition?: string,
    values?: Record<string, AttributeValue>,
  ) =>
    isDone(
      client.send(
        new PutItemCommand({
          TableName,
          Item: row,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
        }),
      ),
    );

  return {
    read: async (key) => {
      const question = { TableName, Key: { id: { S: key } }, ConsistentRead: true };
      const { Item: row } = await client.send(new GetItemCommand(question));
      const expiresAt = Number(row?.expiresAt.N);
      // DynamoDB takes its time, up to some days, to remove what has expired.
      return row && expiresAt > Date.now() ? { data: row.content.S!, expiresAt } : undefined;
    },
    create: async (key, { data, expiresAt }) => {
      await put({ id: { S: key }, content: { S: data }, ...until(expiresAt) });
    },
    update: async (key, { data, expiresAt }) => {
      await put({ id: { S: key }, content: { S: data }, ...until(expiresAt) }, IS_THERE);
    },
    extend: async (key, expiresAt) => {
      const { expiresAt: at, removableAt } = until(expiresAt);
      const change = new UpdateItemCommand({
        TableName,
        Key: { id: { S: key } },
        UpdateExpression: "SET expiresAt = :at, removableAt = :removableAt",
        ConditionExpression: IS_THERE,
        ExpressionAttributeValues: { ":at": at, ":removableAt": removableAt },
      });
      await isDone(client.send(change));
    },
    remove: async (key) => {
      await client.send(new DeleteItemCommand({ TableName, Key: { id: { S: key } } }));
    },
    // A write that never comes about, but needs the table and the right to write.
    ping: async () => void (await put({ id: { S: "ping" } }, IS_THERE)),
    lock: async (key) => {
      const [id, lockedBy] = [{ S: `lock ${key}` }, { S: randomUUID() }];
      const row = { id, lockedAt: here, lockedBy, ...until(Date.now() + LOCK_TIME) };
      const values = { ":now": number(Date.now()), ":here": here };
      if (!(await put(row, IS_FREE, values))) return undefined;
      const unlocking = new DeleteItemCommand({
        TableName,
        Key: { id },
        ConditionExpression: "lockedBy = :me",
        ExpressionAttributeValues: { ":me": lockedBy },
      });
      return async () => void (await isDone(client.send(unlocking)));
    },
    close: async () => {
      closing.abort();
      client.destroy();
    },
  };
}

/** Makes what is missing at AWS and says what is there; for npm run store:setup. */
export async function setUpStore(): Promise<string> {
  await setUpTable(newClient(10_000), tableName());
  return `The table ${tableName()} is there, and DynamoDB removes what has expired.`;
}

const number = (value: number) => ({ N: String(value) });
const until = (expiresAt: number) => ({
  expiresAt: number(expiresAt), // milliseconds, for us
  removableAt: number(Math.ceil(expiresAt / 1_000)), // seconds, for DynamoDB
});

/** False where the condition of a write was not met. */
async function isDone(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

// Region, address and credentials come from the SDK's own variables, files and services.
function newClient(timeout: number) {
  return new DynamoDBClient({
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: timeout,
      requestTimeout: timeout,
      throwOnRequestTimeout: true,
    },
  });
}
