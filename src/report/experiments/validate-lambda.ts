import {
  type Band,
  type LambdaCell,
  type LambdaPoint,
  type ValidateLambdaResult,
  validateLambdaResultSchema,
} from "../../contracts/index.js";
import { type Axis, categoryAxis, logRange } from "../charts/axes.js";
import { small } from "../charts/panel.js";
import { seriesPanel } from "../charts/series-panel.js";
import { type Html, html } from "../html.js";
import { exact, number } from "../numbers.js";
import { lookOf } from "../palette.js";
import { figure, type Panel, panels } from "../sections/figure.js";
import { seriesKey } from "../sections/policy-key.js";
import { prose } from "../typography.js";
import type { ExperimentView } from "./view.js";

export const validateLambda: ExperimentView = {
  experiment: "validate-lambda",
  verdicts: {
    "assumption-holds": {
      tone: "good",
      title: "The largest Fisher eigenvalue stays where the paper assumes",
    },
    "assumption-fails": {
      tone: "bad",
      title: "The largest Fisher eigenvalue does not stay where the paper assumes",
    },
    "assumption-fails-in-part": {
      tone: "warn",
      title: "For some networks the largest Fisher eigenvalue does not stay where the paper assumes",
    },
    undecided: { tone: "plain", title: "These seeds do not decide whether the paper’s assumption holds" },
  },
  key: ["lambda_max_mlp", "lambda_max_cnn", "lambda_max_transformer", "movement_mlp"],
  figureName(name) {
    const match = /^(.*)_(mlp|cnn|transformer)$/.exec(name);
    const quantity = match && quantities[match[1]!];
    return quantity ? `${quantity}, ${architectures[match[2] as LambdaCell["architecture"]]}` : undefined;
  },
  sections: (result) => sections(validateLambdaResultSchema.parse(result)),
  limits: [
    "Small networks on small synthetic tasks, plain gradient descent: nothing here covers Adam, billions of parameters or " +
      "natural data.",
    "λ_max is not invariant: the same function written with other weights has another.",
    "Intervals are over seeds, pointwise in time.",
  ],
};

const architectures = { mlp: "MLP", cnn: "CNN", transformer: "transformer" } as const;

const quantities: Readonly<Record<string, string>> = {
  lambda_max: "λ_max",
  in_range: "Share of measurements in the assumed range",
  movement: "Largest over smallest λ_max of a run",
  shift: "λ_max after over before the change of objective",
  edge: "Largest Hessian eigenvalue over 2 / rate",
  width_exponent: "Power of the width that λ_max follows",
  rate_exponent: "Power of the rate that λ_max follows",
  trace: "Trace of the Fisher matrix",
  effective_dimension: "Effective dimension, trace / λ_max",
  critical_work: "γ_crit",
};

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** The rank of a cell's width among those of its architecture: its look. */
const rank = (cells: readonly LambdaCell[], { architecture, width }: LambdaCell): number =>
  unique(cells.filter((cell) => cell.architecture === architecture).map((cell) => cell.width))
    .sort((a, b) => a - b)
    .indexOf(width);

interface Quantity {
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly of: (point: LambdaPoint) => Band;
  readonly strip?: readonly [number, number];
  readonly edge?: boolean;
}

/** One panel an architecture and rate, one line a width, all on one logarithmic scale. */
function courses(cells: readonly LambdaCell[], { id, title, label, of, strip, edge }: Quantity): Panel[] {
  const values = cells.flatMap(({ points, rate }) => [
    ...points.map((point) => of(point).value),
    ...(edge ? [2 / rate] : []),
  ]);
  const y: Axis = { label, domain: logRange([...values, ...(strip ?? [])]), log: true };
  const end = Math.max(1, ...cells.flatMap(({ points }) => points.map(({ step }) => step)));
  const groups = unique(cells.map(({ architecture, rate }) => `${architecture} ${rate}`));
  const widths = Math.max(...cells.map((cell) => rank(cells, cell))) + 1;
  return groups.map((group, i) => {
    const mine = cells.filter(({ architecture, rate }) => `${architecture} ${rate}` === group);
    const [{ architecture, rate, points }] = mine as [LambdaCell];
    const change = points.find(({ phase }) => phase === "shifted")?.step;
    return {
      title: `${architectures[architecture]}, rate ${exact(rate)}`,
      chart: seriesPanel({
        mark: "line",
        layout: small,
        name: `${id}-${String(i)}`,
        title: `${title}: ${architectures[architecture]}, rate ${exact(rate)}`,
        desc: mine
          .map((cell) => `${cell.label}: ${span(cell.points.map((point) => of(point).value))}`)
          .join("; "),
        x: { label: "training step", domain: [0, end] },
        y,
        looks: Array.from({ length: widths }, (_, i) => lookOf(i)),
        series: mine.flatMap((cell) =>
          (["learning", "shifted"] as const).map((phase) => ({
            look: rank(cells, cell),
            points: cell.points
              .filter((point) => point.phase === phase)
              .map((point) => ({ x: point.step, ...of(point) })),
          })),
        ),
        ...(strip ? { strip } : {}),
        ...(edge ? { guides: [{ at: 2 / rate, label: `2/η = ${exact(2 / rate)}` }] } : {}),
        ...(change === undefined ? {} : { events: [{ at: change }] }),
      }),
    };
  });
}

const span = (values: readonly number[]): string =>
  values.length === 0
    ? "not measured"
    : `from ${number(values[0]!)} to ${number(values.at(-1)!)}, at most ${number(Math.max(...values))}`;

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** One panel an architecture: a quantity of each run by width and rate, with its range over seeds. */
function byWidth(
  cells: readonly LambdaCell[],
  { id, title, label }: { readonly id: string; readonly title: string; readonly label: string },
  of: (run: LambdaCell["runs"][number]) => number,
  compare: { readonly strip?: readonly [number, number]; readonly guides?: readonly number[] },
): Panel[] {
  const all = cells.flatMap(({ runs }) => runs.map(of));
  const domain = logRange([...all, ...(compare.strip ?? []), ...(compare.guides ?? [])]);
  return unique(cells.map(({ architecture }) => architecture)).map((architecture) => {
    const mine = cells.filter((cell) => cell.architecture === architecture);
    const rates = unique(mine.map(({ rate }) => rate)).sort((a, b) => a - b);
    const widths = unique(mine.map(({ width }) => width)).sort((a, b) => a - b);
    return {
      title: `${architectures[architecture]}, rates ${rates.map(exact).join(", ")}`,
      chart: seriesPanel({
        mark: "points",
        layout: small,
        name: `${id}-${architecture}`,
        title: `${title}: ${architectures[architecture]}`,
        desc: mine
          .map(
            ({ label, rate, runs }) =>
              `${label}, rate ${exact(rate)}: ${number(geometricMean(runs.map(of)))}`,
          )
          .join("; "),
        x: categoryAxis("width", widths.map(exact)),
        y: { label, domain, log: true },
        looks: rates.map((_, i) => lookOf(i)),
        series: rates.map((rate, look) => ({
          look,
          points: mine
            .filter((cell) => cell.rate === rate)
            .map(({ width, runs }) => ({
              x: widths.indexOf(width),
              value: geometricMean(runs.map(of)),
              lower: Math.min(...runs.map(of)),
              upper: Math.max(...runs.map(of)),
            })),
        })),
        strip: compare.strip,
        guides: (compare.guides ?? []).map((at) => ({ at })),
      }),
    };
  });
}

const ranks = ["smallest", "second", "third", "fourth", "fifth"];

function sections({ series, parameters }: ValidateLambdaResult): Html[] {
  // Cells all of whose runs diverged have nothing to draw.
  const cells = series.filter(({ runs }) => runs.length > 0);
  if (cells.length === 0) return [];
  const { assumed } = parameters;
  const keyOf = (what: string, size: number): Html =>
    seriesKey(
      Array.from({ length: size }, (_, i) => ({
        label: `${i === size - 1 && i > 0 ? "largest" : ranks[i]} ${what}`,
        look: lookOf(i),
      })),
    );
  const widths = Math.max(...cells.map((cell) => rank(cells, cell))) + 1;
  const rates = Math.max(
    ...unique(cells.map(({ architecture }) => architecture)).map(
      (name) =>
        unique(cells.filter(({ architecture }) => architecture === name).map(({ rate }) => rate)).length,
    ),
  );
  const section = (id: string, title: string, key: Html, body: Panel[], caption: string): Html => html`
<section aria-labelledby="${id}">
<h2 id="${id}">${prose(title)}</h2>
${key}
${figure(panels(body), caption)}
</section>`;
  const course = (quantity: Quantity, caption: string): Html =>
    section(quantity.id, quantity.title, keyOf("width", widths), courses(cells, quantity), caption);
  const range = `${exact(assumed[0])} to ${exact(assumed[1])}`;
  const lines =
    "Lines are geometric means over seeds, bands their 95% intervals; at the dotted line the objective changes.";
  const margin = parameters.margin;
  return [
    course(
      {
        id: "lambda",
        title: "Does λ_max stay where the paper assumes?",
        label: "λ_max of the Fisher matrix",
        of: ({ fisherMax }) => fisherMax,
        strip: assumed,
      },
      `On one logarithmic scale; the grey strip is the assumed range, ${range}. ${lines}`,
    ),
    section(
      "movement",
      "How far does γ_crit move within a run?",
      keyOf("rate", rates),
      byWidth(
        cells,
        { id: "movement", title: "How far γ_crit moves within a run", label: "largest / smallest λ_max" },
        ({ movement }) => movement,
        typeof margin === "number" ? { guides: [margin] } : {},
      ),
      "γ_crit is λ_max times a constant, so both move by the same factor: the largest over the smallest of a run, mean and " +
        `range over seeds.${typeof margin === "number" ? ` The line is the paper’s safety margin, ${exact(margin)}: above it, one γ does not serve the whole run.` : ""}`,
    ),
    section(
      "width",
      "Does λ_max depend on width and rate?",
      keyOf("rate", rates),
      byWidth(
        cells,
        { id: "width", title: "λ_max by width and rate", label: "λ_max, mean of a run" },
        ({ fisherMax }) => fisherMax,
        {
          strip: assumed,
        },
      ),
      `Geometric mean of each run, mean and range over seeds; the grey strip is the assumed range, ${range}.`,
    ),
    course(
      {
        id: "edge",
        title: "Is it the learning rate that sets the Hessian’s?",
        label: "largest Hessian eigenvalue",
        of: ({ hessianMax }) => hessianMax,
        edge: true,
      },
      `Gradient descent is known to drive the largest eigenvalue of the loss’s Hessian towards 2/η. ${lines}`,
    ),
    course(
      {
        id: "dimension",
        title: "How many directions does the Fisher matrix have?",
        label: "trace / λ_max",
        of: ({ effectiveDimension }) => effectiveDimension,
      },
      `The effective dimension: how many directions as strong as the first the trace amounts to. ${lines}`,
    ),
    course(
      { id: "trace", title: "And its trace?", label: "trace of the Fisher matrix", of: ({ trace }) => trace },
      lines,
    ),
  ];
}
