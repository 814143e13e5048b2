/** A bar chart as SVG, readable on light and dark pages: a bar for each `{ label, value, isOurs, note }`. */
export function barChart(title, bars) {
  const [width, left, row] = [760, 290, 26];
  const height = 44 + bars.length * row;
  const longest = Math.max(...bars.map(({ value }) => value));
  const scale = (width - left - 170) / longest;
  const lines = bars.map(({ label, value, isOurs, note }, index) => {
    const y = 40 + index * row;
    const length = Math.max(1, Math.round(value * scale));
    const kind = isOurs ? "ours" : "other";
    return `  <text x="${left - 8}" y="${y + 13}" text-anchor="end">${escape(label)}</text>
  <rect class="${kind}" x="${left}" y="${y}" width="${length}" height="18" rx="2" />
  <text class="note" x="${left + length + 6}" y="${y + 13}">${escape(note)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">
  <style>
    text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .title { font-weight: 600; }
    .note { fill: #59636e; }
    .ours { fill: #0969da; }
    .other { fill: #9aa4af; }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc; }
      .note { fill: #9198a1; }
      .ours { fill: #4493f8; }
      .other { fill: #656c76; }
    }
  </style>
  <text class="title" x="8" y="20">${escape(title)}</text>
${lines.join("\n")}
</svg>
`;
}

function escape(text) {
  return text.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
