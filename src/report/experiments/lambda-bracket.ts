import { type ChartPoint, type LambdaBracketCell, lambdaBracketResultSchema } from "../../contracts/index.js";
import { categoryAxis, logRange } from "../charts/axes.js";
import { small } from "../charts/panel.js";
import { seriesPanel } from "../charts/series-panel.js";
import { type Html, html } from "../html.js";
import { exact, figureText, number } from "../numbers.js";
import { lookOf } from "../palette.js";
import { figure, panels } from "../sections/figure.js";
import { seriesKey } from "../sections/policy-key.js";
import type { ExperimentView } from "./view.js";

export const lambdaBracket: ExperimentView = {
  experiment: "lambda-bracket",
  verdicts: {
    holds: { tone: "good", title: "The limits of λ max hold the true value as often as they say" },
    "light-tails-only": { tone: "warn", title: "The limits of λ max hold as they say, heavy tails aside" },
    fails: { tone: "bad", title: "The limits of λ max do not hold the true value as often as they say" },
  },
  key: ["coverage_spiked", "coverage_power_law", "coverage_heavy_tailed"],
  figureName: (name) => figureNames[name],
  sections(result) {
    const cells = lambdaBracketResultSchema.parse(result).series;
    return cells.length === 0 ? [] : [coverage(cells), limits(cells)];
  },
  limits: [
    "Synthetic gradients with a known covariance matrix: real gradients may be more heavy-tailed than any of these.",
    "Intervals of coverage are for one cell at a time.",
  ],
};

const families = {
  spiked: "spiked spectra",
  power_law: "power-law spectra",
  heavy_tailed: "heavy-tailed gradients",
};

const figureNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(families).flatMap(([family, words]) => [
    [`coverage_${family}`, `Coverage, ${words}`],
    [`coverage_${family}_worst_cell`, `Coverage in the worst cell, ${words}`],
    [`coverage_${family}_two_sided`, `Coverage where there is an upper limit, ${words}`],
    [`one_sided_${family}`, `Share without an upper limit, ${words}`],
    [`point_forbidden_${family}`, `Share whose point estimates are withheld, ${words}`],
  ]),
);

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Cells of one spectrum at every number of samples. */
const spectra = (cells: readonly LambdaBracketCell[]) =>
  unique(cells.map(({ family, spectrum }) => `${family}: ${spectrum}`)).map((title, i) => ({
    title,
    id: String(i),
    cells: cells.filter(({ family, spectrum }) => `${family}: ${spectrum}` === title),
  }));

function coverage(cells: readonly LambdaBracketCell[]): Html {
  const sizes = unique(cells.map(({ rows }) => rows)).sort((a, b) => a - b);
  const lowest = Math.min(0.9, ...cells.map(({ coverage }) => coverage.lower));
  return html`
<section aria-labelledby="coverage">
<h2 id="coverage">Does the interval hold the true eigenvalue?</h2>
${figure(
  panels(
    spectra(cells).map(({ title, id, cells }) => ({
      title,
      chart: seriesPanel({
        mark: "points",
        layout: small,
        name: `coverage-${id}`,
        title: `Coverage of the interval of λ_max: ${title}`,
        desc: cells.map(({ rows, coverage }) => `${exact(rows)} samples: ${figureText(coverage)}`).join("; "),
        x: categoryAxis("gradient samples", sizes.map(exact)),
        looks: [lookOf(1)],
        series: [
          { look: 0, points: cells.map(({ rows, coverage }) => ({ x: sizes.indexOf(rows), ...coverage })) },
        ],
        y: {
          label: "share of intervals with the truth",
          domain: [Math.max(0, Math.floor(lowest * 20) / 20), 1],
          format: (share) => `${exact(100 * share)}%`,
        },
        guides: [{ at: 0.95 }],
      }),
    })),
  ),
  "The share of replications whose 95% interval holds the true λ_max, with its 95% Wilson interval. At or above the line " +
    "is as it should be; far above, the interval is wider than it need be.",
)}
</section>`;
}

type Spread = LambdaBracketCell["lowerLimit"];

const estimates: readonly (readonly [label: string, of: (cell: LambdaBracketCell) => Spread | null])[] = [
  ["lower limit", ({ lowerLimit }) => lowerLimit],
  ["upper limit", ({ upperLimit }) => upperLimit],
  ["noise reduction", ({ noiseReduction }) => noiseReduction],
  ["spiked model", ({ spikedModel }) => spikedModel],
];

function limits(cells: readonly LambdaBracketCell[]): Html {
  const sizes = unique(cells.map(({ rows }) => rows)).sort((a, b) => a - b);
  const ends = cells.flatMap((cell) => estimates.flatMap(([, of]) => Object.values(of(cell) ?? {})));
  const points = (mine: readonly LambdaBracketCell[], of: (typeof estimates)[number][1]): ChartPoint[] =>
    mine.flatMap((cell) => {
      const spread = of(cell);
      return spread === null || !(spread.p5 > 0)
        ? []
        : [{ x: sizes.indexOf(cell.rows), value: spread.p50, lower: spread.p5, upper: spread.p95 }];
    });
  return html`
<section aria-labelledby="limits-ratio">
<h2 id="limits-ratio">How far off are the limits and the point estimates?</h2>
${seriesKey(estimates.map(([label], i) => ({ label, look: lookOf(i) })))}
${figure(
  panels(
    spectra(cells).map(({ title, id, cells }) => ({
      title,
      chart: seriesPanel({
        mark: "points",
        layout: small,
        name: `ratio-${id}`,
        title: `Limits and estimates over the true λ_max: ${title}`,
        desc: cells
          .map(
            (cell) =>
              `${exact(cell.rows)} samples: limits ${number(cell.lowerLimit.p50)} to ${cell.upperLimit ? number(cell.upperLimit.p50) : "none"}`,
          )
          .join("; "),
        x: categoryAxis("gradient samples", sizes.map(exact)),
        looks: estimates.map((_, i) => lookOf(i)),
        series: estimates.map(([, of], look) => ({ look, points: points(cells, of) })),
        y: { label: "as a multiple of the true λ_max", domain: logRange([1, ...ends]), log: true },
        guides: [{ at: 1 }],
      }),
    })),
  ),
  "Medians over replications with the range from the 5th to the 95th percentile, on a logarithmic scale: 1 is right. " +
    "Point estimates are shown in all replications, also in those where the tail diagnostic forbids them.",
)}
</section>`;
}
