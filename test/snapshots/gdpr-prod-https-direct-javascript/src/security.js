/** Headers that tell the browser what it must not do with our pages. */
export function securityHeaders(settings) {
  const headers = new Map([
    // Everything comes from here; no scripts, no plugins, in nobody's frame.
    [
      "Content-Security-Policy",
      "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ],
    // A file is what its type says, even if it looks like a script.
    ["X-Content-Type-Options", "nosniff"],
    // Not no-referrer: that makes our own forms send "Origin: null".
    ["Referrer-Policy", "same-origin"],
    // Windows of other sites get no hold of ours.
    ["Cross-Origin-Opener-Policy", "same-origin"],
  ]);
  // For a year, HTTPS only. In dev-http it would break all of localhost.
  if (settings.secure) headers.set("Strict-Transport-Security", "max-age=31536000");

  return (_req, res, next) => {
    res.setHeaders(headers);
    next();
  };
}

// Refuses what another site makes a visitor's browser send (CSRF). Browsers name the sender in
// Sec-Fetch-Site, older ones in Origin; what comes from no page names none.
export const refuseCrossSite = (req, _res, next) => {
  const sender = req.get("Sec-Fetch-Site") ?? req.get("Origin") ?? "none";
  const isOurs = () => ["same-origin", "none", `${req.protocol}://${req.host}`].includes(sender);
  if (["GET", "HEAD", "OPTIONS"].includes(req.method) || isOurs()) return next();
  next(Object.assign(new Error("Cross-site request"), { status: 403 }));
};
