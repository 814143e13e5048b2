// oxlint-disable no-underscore-dangle -- MongoDB calls it _id
// A fake of MongoDB: a server in a few lines that speaks as much of its wire protocol as the sessions
// need, for the mechanics of our store (deadlines, recovery, races). What a real MongoDB does, it does
// not prove. Usage: node fake-mongodb.mjs PORT FILE
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { deserialize, EJSON, serialize } from "bson";

const [port, file] = process.argv.slice(2);
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

const stored = existsSync(file) ? EJSON.parse(readFileSync(file, "utf8")) : [];
const rows = new Map(stored);
let isFull = false;

function save() {
  writeFileSync(`${file}.new`, EJSON.stringify([...rows]));
  renameSync(`${file}.new`, file);
}

const hello = () => ({
  ...{
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    readOnly: false,
  },
  ...{ maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000 },
  ...{ maxWriteBatchSize: 100_000, minWireVersion: 0, maxWireVersion: 21 },
  ...{ localTime: new Date(), logicalSessionTimeoutMinutes: 30 },
});

const commands = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: () => ({}),
  endSessions: () => ({}),
  fill: ({ fill }) => ((isFull = fill), {}),
  createIndexes: () => ({ numIndexesBefore: 1, numIndexesAfter: 2 }),
  find: ({ filter, $db, find }) => ({
    cursor: { id: 0n, ns: `${$db}.${find}`, firstBatch: matching(filter) },
  }),
  insert: ({ documents }) => {
    for (const row of documents) {
      if (rows.has(row._id)) return duplicate;
      rows.set(row._id, row);
    }
    save();
    return { n: documents.length };
  },
  update: ({ updates: [{ q, u, upsert }] }) => {
    const [row] = matching(q);
    if (row) Object.assign(row, u.$set);
    else if (!upsert) return { n: 0, nModified: 0 };
    else if (rows.has(q._id)) return duplicate;
    else rows.set(q._id, { _id: q._id, ...u.$set });
    save();
    return { n: 1, nModified: row ? 1 : 0 };
  },
  delete: ({ deletes: [{ q }] }) => {
    const gone = matching(q);
    for (const { _id } of gone) rows.delete(_id);
    save();
    return { n: gone.length };
  },
};
const duplicate = {
  n: 0,
  writeErrors: [{ index: 0, code: 11_000, errmsg: "E11000 duplicate key" }],
};

function matching({ _id, ...conditions }) {
  const row = rows.get(_id);
  return row && meets(row, conditions) ? [row] : [];
}

function meets(row, conditions) {
  return Object.entries(conditions).every(([name, wanted]) => {
    if (name === "$or") return wanted.some((some) => meets(row, some));
    if (wanted?.$gt) return row[name] > wanted.$gt;
    if (wanted?.$lte) return row[name] <= wanted.$lte;
    return row[name] === wanted;
  });
}

function answer(command) {
  const [name] = Object.keys(command);
  const run = commands[name];
  if (!run) return { ok: 0, code: 59, errmsg: `no such command: ${name}` };
  if (isFull && ["insert", "update", "delete"].includes(name)) {
    return { ok: 0, code: 14_031, errmsg: "no disk space" };
  }
  return { ok: 1, ...run(command) };
}

/** A request as the document it holds, and how its answer is wrapped. */
function read(message) {
  const id = message.readInt32LE(4);
  if (message.readInt32LE(12) === OP_QUERY) {
    const begin = message.indexOf(0, 20) + 1 + 8;
    const reply = Buffer.alloc(20);
    reply.writeInt32LE(1, 16);
    return { id, code: OP_REPLY, head: reply, document: bson(message, begin) };
  }
  const parts = {};
  for (let at = 20; at < message.length;) {
    const kind = message[at++];
    const size = message.readInt32LE(at);
    if (kind === 0) Object.assign(parts, bson(message, at));
    else Object.assign(parts, sequence(message.subarray(at, at + size)));
    at += size;
  }
  const head = Buffer.alloc(5); // no flags; then a section of kind 0
  const { documents, updates, deletes, ...command } = parts;
  const document = { ...command, documents, updates, deletes };
  return { id, code: OP_MSG, head, document };
}

function sequence(section) {
  const end = section.indexOf(0, 4);
  const documents = [];
  for (let at = end + 1; at < section.length;) {
    documents.push(bson(section, at));
    at += section.readInt32LE(at);
  }
  return { [section.toString("utf8", 4, end)]: documents };
}

function bson(buffer, at) {
  return deserialize(buffer.subarray(at, at + buffer.readInt32LE(at)));
}

function write({ id, code, head }, document) {
  const header = Buffer.alloc(16);
  const body = Buffer.concat([header, head, serialize(document)]);
  body.writeInt32LE(body.length, 0);
  body.writeInt32LE(id, 8);
  body.writeInt32LE(code, 12);
  return body;
}

createServer((socket) => {
  let waiting = Buffer.alloc(0);
  socket.on("error", () => {});
  socket.on("data", (data) => {
    waiting = Buffer.concat([waiting, data]);
    while (waiting.length > 4 && waiting.length >= waiting.readInt32LE(0)) {
      const size = waiting.readInt32LE(0);
      const request = read(waiting.subarray(0, size));
      waiting = waiting.subarray(size);
      socket.write(write(request, answer(request.document)));
    }
  });
}).listen(Number(port), "127.0.0.1");

// The real one does so once a minute.
setInterval(() => {
  const expired = [...rows].filter(([, row]) => row.expiresAt <= new Date());
  for (const [id] of expired) rows.delete(id);
  if (expired.length > 0) save();
}, 500);
