/** Database servers refuse to run as root; then they run as nobody. */
export function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: 65_534, gid: 65_534 };
}
