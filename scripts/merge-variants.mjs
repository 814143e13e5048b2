/**
 * One template for both languages, so that what they share stands in the bundle once: lines that differ are laid in
 * blocks of `if (typescript)`.
 */
export function mergeVariants(typescript, javascript) {
  const [left, right] = [linesOf(typescript), linesOf(javascript)];
  const merged = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [
    ...commonLines(left, right),
    [left.length, right.length],
  ]) {
    merged.push(block("typescript", left.slice(i, nextI)));
    merged.push(block("!typescript", right.slice(j, nextJ)));
    merged.push(left[nextI] ?? "");
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return merged.join("");
}

function block(condition, lines) {
  if (lines.length === 0) return "";
  return `/*%_ if (${condition}) { _%*/\n${lines.join("")}/*%_ } _%*/\n`;
}

function linesOf(text) {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A longest common subsequence, as pairs of indices. */
function commonLines(left, right) {
  const lengths = Array.from({ length: left.length + 1 }, () =>
    Array.from({ length: right.length + 1 }, () => 0),
  );
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i][j] = same(left[i], right[j])
        ? lengths[i + 1][j + 1] + 1
        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (same(left[i], right[j])) pairs.push([i++, j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i++;
    else j++;
  }
  return pairs;
}

/** A line that is a tag and nothing else leaves no trace, so its indentation does not matter. */
function same(one, other) {
  if (one === other) return true;
  const isTag = /^\s*\/\*%_.*_%\*\/\n$/.test(one);
  return isTag && one.trim() === other.trim();
}
