const kinds = ["REDIS_URL", "REDIS_CLUSTER_URLS", "REDIS_SENTINEL_URLS"];

/** Where Redis is: one server, some nodes of a cluster, or the sentinels that know the master. */
export function addresses(env: NodeJS.ProcessEnv) {
  return {
    url: env.REDIS_URL || "redis://localhost:6379",
    cluster: listed(env.REDIS_CLUSTER_URLS),
    sentinels: listed(env.REDIS_SENTINEL_URLS),
    master: env.REDIS_SENTINEL_MASTER ?? "",
  };
}

/** A sentence for each wrong setting. */
export function addressProblems(env: NodeJS.ProcessEnv): string[] {
  const given = kinds.filter((name) => env[name]);
  const problems: string[] = [];
  if (given.length > 1) {
    problems.push(`${given.join(" and ")} contradict each other: leave all but one empty.`);
  }
  if (!env.REDIS_SENTINEL_MASTER !== !env.REDIS_SENTINEL_URLS) {
    problems.push("REDIS_SENTINEL_URLS and REDIS_SENTINEL_MASTER go together: set both or none.");
  }
  for (const name of given) {
    const urls = name === "REDIS_URL" ? [env[name]!] : listed(env[name]);
    if (!urls.every(isRedisUrl)) {
      problems.push(`${name} must be redis://[user:password@]host[:port], or rediss:// for TLS.`);
    } else if (name === "REDIS_CLUSTER_URLS" && urls.some((url) => pathOf(url) > "/0")) {
      problems.push(`${name} must not name a database: a cluster has only number 0.`);
    } else if (new Set(urls.map((url) => new URL(url).protocol)).size > 1) {
      problems.push(`${name} must be redis:// throughout, or rediss:// throughout.`);
    }
  }
  return problems;
}

function listed(text = ""): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

function isRedisUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return /^rediss?:$/.test(protocol) && hostname !== "" && /^\/?\d*$/.test(pathOf(text));
}

const pathOf = (url: string) => new URL(url).pathname;
