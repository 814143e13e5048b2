import type { newVisitor } from "./visitor.js";

/** The first visit; gives the answer that brings the cookie. */
export function startSession(visitor: ReturnType<typeof newVisitor>) {
  return visitor.get("/");
}
