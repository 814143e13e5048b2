import { storeContract } from "./contract.ts";
import { storeFaults } from "./fault-contract.ts";
import {
  requirePostgres,
  startEncryptedPostgres,
  startPostgres,
} from "./postgres-server.ts";
import { sqlContract } from "./sql-contract.ts";
import {
  type SqlServer,
  type StoreServer,
  type StoreUnderTest,
  testBed,
} from "./store-under-test.ts";
import { tlsContract } from "./tls-contract.ts";

const administer =
  (...commands: string[]) =>
  async (server: StoreServer) => {
    for (const command of commands) await (server as SqlServer).admin(command);
  };

const fault =
  (begin: string[], end: string[]): Fault =>
  (server) => ({
    begin: () => administer(...begin)(server),
    end: () => administer(...end)(server),
  });
type Fault = NonNullable<StoreUnderTest["faults"]>[string];

const disconnect =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'";

const postgres: StoreUnderTest = {
  title: "postgres",
  store: "postgres",
  require: requirePostgres,
  start: startPostgres,
  isDurable: true,
  faults: {
    "read-only": fault(
      [
        "ALTER SYSTEM SET default_transaction_read_only = on",
        "SELECT pg_reload_conf()",
        "SELECT pg_sleep(0.2)",
      ],
      [
        "ALTER SYSTEM RESET default_transaction_read_only",
        "SELECT pg_reload_conf()",
      ],
    ),
    "credentials changed": fault(
      ["ALTER ROLE app PASSWORD 'another'", disconnect],
      ["ALTER ROLE app PASSWORD 'secret'"],
    ),
    "too many connections": fault(
      ["ALTER ROLE app CONNECTION LIMIT 0", disconnect],
      ["ALTER ROLE app CONNECTION LIMIT -1"],
    ),
    "rights revoked": fault(
      ["REVOKE ALL ON express_sessions, express_session_locks FROM app"],
      ["GRANT ALL ON express_sessions, express_session_locks TO app"],
    ),
  },
};

const bed = testBed(postgres);
storeContract(postgres, bed);
storeFaults(postgres, bed);
sqlContract(postgres, bed);
tlsContract(postgres, bed, startEncryptedPostgres);
