import { type Band, type CalibrationCell, calibrateEntropyResultSchema } from "../../contracts/index.js";
import { type Axis, categoryAxis } from "../charts/axes.js";
import { small } from "../charts/panel.js";
import { seriesPanel } from "../charts/series-panel.js";
import { type Html, html, nothing } from "../html.js";
import { count, exact, figureText, number } from "../numbers.js";
import { lookOf } from "../palette.js";
import { figure, type Panel, panels } from "../sections/figure.js";
import { seriesKey } from "../sections/policy-key.js";
import { prose } from "../typography.js";
import type { ExperimentView } from "./view.js";

export const calibrateEntropy: ExperimentView = {
  experiment: "calibrate-entropy",
  verdicts: {
    calibrated: { tone: "good", title: "The intervals of S are right as often as they say" },
    "calibrated-with-exceptions": {
      tone: "good",
      title: "The intervals of S are right as often as they say, or warn that they are not",
    },
    "not-calibrated": { tone: "bad", title: "Some intervals of S are not right as often as they say" },
    undecided: { tone: "plain", title: "Too few replications to say whether the intervals of S are right" },
  },
  key: ["coverage95_min", "coverage95_max", "cells", "cells_outside"],
  figureName: (name) => figureNames[name],
  sections(result) {
    const cells = calibrateEntropyResultSchema.parse(result).series;
    return cells.length === 0 ? [] : charts(cells);
  },
  limits: [
    "The agents are synthetic: they choose as the model of behaviour says, at a rationality that is known. Coverage " +
      "here says nothing about behaviour that no goal explains.",
    "Populations that are drawn from the prior are covered at the level on average whatever the data; fixed ones have " +
      "no such guarantee.",
    "Intervals of coverage are for one cell at a time; of many cells some lie outside the strip by chance.",
  ],
};

const figureNames: Readonly<Record<string, string>> = {
  coverage95_min: "Lowest coverage of the 95% interval",
  coverage95_max: "Highest coverage of the 95% interval",
  coverage95_drawn_min: "Lowest, populations drawn from the prior",
  coverage95_drawn_max: "Highest, populations drawn from the prior",
  coverage95_mean: "Mean coverage of the 95% interval",
  coverage80_min: "Lowest coverage of the 80% interval",
  coverage80_max: "Highest coverage of the 80% interval",
  cells: "Cells",
  cells_judged: "Cells with at least 30 episodes",
  cells_outside: "Judged cells outside 93 to 97%",
  cells_unexplained: "Of these, without a reason",
};

const populations: Readonly<Record<string, string>> = {
  drawn: "Drawn from the prior",
  start: "0.9 on one goal",
  equal: "All goals equal",
  single: "One goal only",
  dirichlet: "Uniform on the simplex",
};

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

type Value = Omit<Band, "lower" | "upper"> & Partial<Band>;

interface Quantity {
  readonly id: string;
  readonly title: string;
  readonly of: (cell: CalibrationCell) => Value;
  readonly y: Axis;
  readonly strip?: readonly [number, number];
  readonly guides?: readonly number[];
}

/** One panel for each population and rationality: cells by episodes, the numbers of goals side by side. */
function cellPanels(cells: readonly CalibrationCell[], quantity: Quantity): Panel[] {
  const goals = unique(cells.map((cell) => cell.goals));
  const episodes = unique(cells.map((cell) => cell.episodes));
  return unique(cells.map(({ population }) => population)).flatMap((population) =>
    unique(cells.map(({ beta }) => beta)).map((beta) => {
      const mine = cells.filter((cell) => cell.population === population && cell.beta === beta);
      const { id, title, of, guides = [], ...look } = quantity;
      return {
        title: `${populations[population] ?? population}, β = ${exact(beta)}`,
        chart: seriesPanel({
          ...look,
          mark: "points",
          layout: small,
          name: `${id}-${population}-${String(beta)}`.replace(/[^\w-]/g, "_"),
          title: `${title}: population ${population}, rationality ${exact(beta)}`,
          desc: mine
            .map(
              (cell) =>
                `${exact(cell.goals)} goals, ${exact(cell.episodes)} episodes: ${number(of(cell).value)}`,
            )
            .join("; "),
          x: categoryAxis("episodes observed", episodes.map(exact)),
          guides: guides.map((at) => ({ at })),
          looks: goals.map((_, i) => lookOf(i)),
          series: goals.map((goal, i) => ({
            look: i,
            points: mine
              .filter((cell) => cell.goals === goal)
              .map((cell) => ({ x: episodes.indexOf(cell.episodes), ...of(cell) })),
          })),
        }),
      };
    }),
  );
}

function charts(cells: readonly CalibrationCell[]): Html[] {
  const key = seriesKey(
    unique(cells.map(({ goals }) => goals)).map((goals, i) => ({
      label: `${exact(goals)} goals`,
      look: lookOf(i),
    })),
  );
  const section = (quantity: Quantity, caption: string): Html => html`
<section aria-labelledby="${quantity.id}">
<h2 id="${quantity.id}">${prose(quantity.title)}</h2>
${key}
${figure(panels(cellPanels(cells, quantity)), caption)}
</section>`;
  const percent = (share: number): string => `${exact(100 * share)}%`;
  const coverage = (
    id: "coverage95" | "coverage80" | "laplaceCoverage95",
    title: string,
    level: number,
  ): Quantity => ({
    id,
    title,
    of: (cell) => cell[id],
    y: { label: "share of intervals with the truth", domain: [floor(cells, id, level), 1], format: percent },
    guides: [level],
  });
  const widest = Math.max(...cells.map(({ width95 }) => width95));
  const narrowest = Math.min(...cells.map(({ width95 }) => width95));
  const error = Math.max(...cells.map(({ bias, biasError }) => Math.abs(bias) + 2 * biasError));
  return [
    section(
      { ...coverage("coverage95", "Does the 95% interval hold the true S?", 0.95), strip: [0.93, 0.97] },
      "Each mark is a cell: the share of replications whose 95% interval holds the truth, with its 95% Wilson interval. " +
        "Marks within the grey strip, 93 to 97%, are where they should be. Cells with fewer than 30 episodes are not judged.",
    ),
    section(
      coverage("coverage80", "And the 80% interval?", 0.8),
      "The same for the 80% interval; the line is at 80%.",
    ),
    section(
      {
        id: "bias",
        title: "Is S too low or too high on average?",
        of: ({ bias, biasError }) => ({
          value: bias,
          lower: bias - 1.96 * biasError,
          upper: bias + 1.96 * biasError,
        }),
        y: { label: "estimate less truth (nats)", domain: [-error, error] },
        guides: [0],
      },
      "The mean over replications of the estimate less the truth, with 1.96 standard errors. Zero is unbiased.",
    ),
    section(
      {
        id: "width",
        title: "How wide are the intervals?",
        of: ({ width95 }) => ({ value: width95 }),
        y: {
          label: "mean width of the 95% interval (nats)",
          domain: [narrowest / 1.3, widest * 1.3],
          log: true,
        },
      },
      "On a logarithmic scale: ten times the episodes make intervals about three times narrower, as long as episodes " +
        "tell the goals apart.",
    ),
    section(
      { ...coverage("laplaceCoverage95", "Can the fast route do the same?", 0.95), strip: [0.93, 0.97] },
      "Coverage of the 95% interval by the Laplace approximation, which needs no sampling.",
    ),
    table(cells),
  ];
}

/** The lowest end of the coverage axis, in steps of 5%, that shows every cell. */
const floor = (
  cells: readonly CalibrationCell[],
  id: "coverage95" | "coverage80" | "laplaceCoverage95",
  level: number,
): number => {
  const lowest = Math.min(level - 0.1, ...cells.map((cell) => cell[id].lower));
  return Math.max(0, Math.floor(lowest * 20) / 20);
};

const table = (cells: readonly CalibrationCell[]): Html => html`
<section aria-labelledby="cells">
<h2 id="cells">Every cell</h2>
<details><summary>${count(cells.length, "cell")}, in the order of the run</summary>
<div class="scroll" role="region" aria-labelledby="cells" tabindex="0">
<table class="seeds"><thead><tr>${[
  "Population",
  "Goals",
  "β",
  "Episodes",
  "Replications",
  "Coverage, 95%",
  "Coverage, 80%",
  "Bias (nats)",
  "Width (nats)",
].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${cells.map(
  (cell) => html`
<tr><th scope="row">${cell.population}${cell.reason === null ? nothing : html`<small>${prose(cell.reason)}</small>`}</th>${[
    exact(cell.goals),
    exact(cell.beta),
    exact(cell.episodes),
    exact(cell.replications),
    figureText(cell.coverage95),
    figureText(cell.coverage80),
    number(cell.bias),
    number(cell.width95),
  ].map((text) => html`<td>${text}</td>`)}</tr>`,
)}</tbody></table></div></details>
</section>`;
