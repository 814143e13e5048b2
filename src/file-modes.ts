/** Secrets are for their owner only. */
export function modeOf(path: string): number {
  return /(^|\/)\.env$|-key\.pem$/.test(path) ? 0o600 : 0o666;
}
