/** What was meant against what was found: a square for every pair, the darker the larger its share of the row. */
import type { Html } from "../html.js";
import { draw, named, Plot } from "./drawing.js";

export interface ConfusionChart {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Counts, [row][column]. */
  readonly counts: readonly (readonly number[])[];
  readonly rowAxis: string;
  readonly columnAxis: string;
  /** What a count counts: "runs". */
  readonly unit: string;
}

export function confusionChart({ name, title, rows, columns, counts, ...words }: ConfusionChart): Html {
  const cells = counts.flatMap((row, r) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.flatMap((count, c) => (count === 0 ? [] : [{ r, c, count, share: count / total }]));
  });
  const right = cells.filter(({ r, c }) => rows[r] === columns[c]).reduce((sum, { count }) => sum + count, 0);
  const all = cells.reduce((sum, { count }) => sum + count, 0);
  return draw({
    name,
    alternative: { title, desc: `${right} of ${all} ${words.unit} lie on the diagonal, where both agree.` },
    width: 420,
    height: 420,
    marginTop: 30,
    marginBottom: 30,
    marginLeft: 12,
    marginRight: 6,
    style: { fontSize: "12.5px" },
    x: { domain: [0, columns.length], axis: null },
    y: { domain: [0, rows.length], reverse: true, axis: null },
    marks: [
      Plot.rect([0], {
        x1: 0,
        x2: columns.length,
        y1: 0,
        y2: rows.length,
        fill: "none",
        stroke: "var(--line)",
      }),
      Plot.link([0], {
        x1: 0,
        x2: Math.min(rows.length, columns.length),
        y1: 0,
        y2: Math.min(rows.length, columns.length),
        stroke: "var(--line)",
        strokeWidth: 1.5,
      }),
      Plot.rect(cells, {
        x1: "c",
        x2: ({ c }: { c: number }) => c + 1,
        y1: "r",
        y2: ({ r }: { r: number }) => r + 1,
        inset: 0.5,
        fill: ({ r, c }: { r: number; c: number }) =>
          rows[r] === columns[c] ? "var(--policy-4)" : "var(--policy-1)",
        fillOpacity: ({ share }: { share: number }) => 0.25 + 0.75 * share,
        title: ({ r, c, count }: (typeof cells)[number]) =>
          named(`${rows[r]} → ${columns[c]}: ${count} ${words.unit}`),
      }),
      Plot.text([words.rowAxis], { frameAnchor: "top-left", dy: -18, fill: "var(--muted)" }),
      Plot.text([words.columnAxis], { frameAnchor: "bottom-right", dy: 20, fill: "var(--muted)" }),
    ],
    color: { type: "identity" },
    opacity: { type: "identity" },
  });
}
