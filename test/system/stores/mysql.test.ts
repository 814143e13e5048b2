import { storeContract } from "./contract.ts";
import { storeFaults } from "./fault-contract.ts";
import { requireMysql, startMysql } from "./mysql-server.ts";
import { type SqlServer, sqlContract } from "./sql-contract.ts";
import type { StoreServer, StoreUnderTest } from "./store-under-test.ts";

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

storeContract(mysql);
storeFaults(mysql);
sqlContract(mysql);
