import { type Exchange, redirectOf } from "./exchange.ts";
import { sessionCookieIn } from "./session-cookie.ts";

interface Known {
  /** The session cookie's name. */
  name: string;
  /** What the page gives to somebody without a session. */
  stranger: Exchange;
  /** What it gives to the owner of the session. */
  owner: Exchange;
}

/** Whether an answer shows that the app took whoever asked for the owner of session `id`; false also when it cannot be told. */
export function isRecognised(
  answer: Exchange,
  id: string,
  { name, stranger, owner }: Known,
): boolean {
  const given = sessionCookieIn(answer, name);
  if (given) return given.id === id;
  if (![owner.status, stranger.status].includes(answer.status)) return false;
  // Strangers get a session; who gets none has one.
  if (sessionCookieIn(stranger, name)) return true;
  // What is the page's own changes at each visit; where heads differ they tell enough.
  const lookOf = headOf(owner) === headOf(stranger) ? bodyOf : headOf;
  const look = lookOf(answer);
  return look === lookOf(owner) && look !== lookOf(stranger);
}

function headOf(answer: Exchange): string {
  return `${answer.status} ${redirectOf(answer)?.pathname}`;
}

/** The body without what changes at each visit: numbers, tokens and ids. */
function bodyOf({ body }: Exchange): string {
  return body.replace(/\d+|[\w-]{16,}/g, "");
}
