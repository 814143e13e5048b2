type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment for a program that works in the new project: without what an npm around us was told about its own
 * run, without another repository's variables, and without NODE_ENV=production, which leaves development packages out.
 */
export function childEnvironment(environment: Environment): Environment {
  const kept = Object.entries(environment).filter(([name]) => !isOuter(name));
  return {
    ...Object.fromEntries(kept),
    // Yarn refuses to write its lockfile where CI is set.
    YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
    // Nobody is there to answer.
    GIT_TERMINAL_PROMPT: "0",
  };
}

const outer = [
  "NODE_ENV",
  "INIT_CWD",
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_COMMON_DIR",
  "GIT_PREFIX",
];
/** Settings of npm that change what an install does; registry, proxy and certificates stay. */
const settings =
  /^npm_config_(json|dry_run|global|location|omit|only|production|include|workspaces?|include_workspace_root|package_lock|package_lock_only|save.*|package|call|yes|local_prefix|prefix|long|parseable|loglevel|silent|frozen_lockfile)$/i;

function isOuter(name: string): boolean {
  return (
    outer.includes(name) ||
    settings.test(name) ||
    /^npm_(package|lifecycle)_/.test(name)
  );
}
