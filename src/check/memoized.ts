/** Gives the same answer for the same object, worked out once and kept as long as that is there. */
export function memoized<Key extends object, Answer>(
  work: (key: Key) => Answer,
): (key: Key) => Answer {
  return remembered(work, new WeakMap());
}

/** Gives the same answer for the same path, worked out once. */
export function memoizedByPath<Answer>(
  work: (path: string) => Answer,
): (path: string) => Answer {
  return remembered(work, new Map());
}

interface Answers<Key, Answer> {
  get(key: Key): { answer: Answer } | undefined;
  set(key: Key, found: { answer: Answer }): unknown;
}

function remembered<Key, Answer>(
  work: (key: Key) => Answer,
  known: Answers<Key, Answer>,
): (key: Key) => Answer {
  return (key) => {
    const found = known.get(key) ?? { answer: work(key) };
    known.set(key, found);
    return found.answer;
  };
}
