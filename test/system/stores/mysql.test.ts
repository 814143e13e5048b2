import { storeContract } from "./contract.ts";
import { storeFaults } from "./fault-contract.ts";
import {
  requireMysql,
  startEncryptedMysql,
  startMysql,
} from "./mysql-server.ts";
import { sqlContract } from "./sql-contract.ts";
import {
  type SqlServer,
  type StoreServer,
  type StoreUnderTest,
  testBed,
} from "./store-under-test.ts";
import { tlsContract } from "./tls-contract.ts";

type Fault = NonNullable<StoreUnderTest["faults"]>[string];

const fault =
  (begin: string[], end: string[]): Fault =>
  (server) => ({
    begin: () => administer(server, begin),
    end: () => administer(server, end),
  });

async function administer(server: StoreServer, commands: string[]) {
  for (const command of commands) await (server as SqlServer).admin(command);
}

const mysql: StoreUnderTest = {
  title: "mysql",
  store: "mysql",
  require: requireMysql,
  start: startMysql,
  isDurable: true,
  faults: {
    "read-only": fault(
      ["SET GLOBAL read_only = ON"],
      ["SET GLOBAL read_only = OFF"],
    ),
    "credentials changed": fault(
      ["ALTER USER app IDENTIFIED BY 'another'", "KILL USER app"],
      ["ALTER USER app IDENTIFIED BY 'secret'"],
    ),
    "account locked": fault(
      ["ALTER USER app ACCOUNT LOCK", "KILL USER app"],
      ["ALTER USER app ACCOUNT UNLOCK"],
    ),
    "rights revoked": fault(
      ["REVOKE ALL ON app.* FROM app", "KILL USER app"],
      ["GRANT ALL ON app.* TO app"],
    ),
  },
};

const bed = testBed(mysql);
storeContract(mysql, bed);
storeFaults(mysql, bed);
sqlContract(mysql, bed);
tlsContract(mysql, bed, startEncryptedMysql);
