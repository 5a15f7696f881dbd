import Table from "cli-table3";
import type { CrossCheck, Divergence, MeasureResult, MeasureWindow } from "../../contracts/index.js";
import { printable } from "../../ingest/index.js";
import { figureText } from "../tables.js";

const style = { head: [], border: [], compact: true };
const mostRows = 20;

/** What one observation is called, and many. */
const nouns: Record<MeasureResult["input"], readonly [one: string, many: string]> = {
  labels: ["observation", "observations"],
  predictions: ["label of a classifier", "labels of a classifier"],
  probabilities: ["record of probabilities", "records of probabilities"],
  "tool calls": ["episode of tool calls", "episodes of tool calls"],
  episodes: ["episode", "episodes"],
};

/** The figures, p(g) of the first goals, cross-checks and windows if there are any, and how all was made. */
export function measureTable(result: MeasureResult): string {
  const { source, observations, goals, entropy, distribution, level, seed, notes } = result;
  const interval = `[${+(100 * level).toPrecision(4)}% interval]`;
  const shares = new Table({
    style,
    head: ["goal", "count", `p(g) ${interval}`],
    colAligns: ["left", "right"],
  });
  for (const { goal, count, probability } of distribution.slice(0, mostRows)) {
    shares.push([printable(goal), count, figureText(probability)]);
  }
  return [
    `${source}: ${observations} ${nouns[result.input][observations === 1 ? 0 : 1]}, ${goals} goals`,
    figures(result, interval),
    shortened(shares, goals),
    ...crossCheckTable(result),
    ...windowTable(result, interval),
    [
      `S: ${entropy.method}.`,
      `p(g), fidelity, divergence: ${distribution[0]?.probability.method}.`,
      `Intervals cover ${entropy.covers}; seed ${seed}.`,
      ...notes,
    ].join("\n"),
  ].join("\n\n");
}

const shortened = (table: { toString(): string }, rows: number): string =>
  rows > mostRows ? `${table}\nand ${rows - mostRows} more; --json lists all` : `${table}`;

/** p(g) by each method beside the first, intervals left out. */
function crossCheckTable({ distribution, crossChecks }: MeasureResult): string[] {
  if (crossChecks === null || crossChecks.length === 0) return [];
  const table = new Table({ style, head: ["p(g) by", ...crossChecks.map(({ method }) => method)] });
  for (const [g, { goal }] of distribution.slice(0, mostRows).entries()) {
    const share = ({ probabilities }: CrossCheck) => String(+(probabilities[g] ?? Number.NaN).toPrecision(3));
    table.push([printable(goal), ...crossChecks.map(share)]);
  }
  return [shortened(table, distribution.length)];
}

function windowTable({ windows, intended }: MeasureResult, interval: string): string[] {
  if (windows === null) return [];
  const head = ["window", "n", `S ${interval}`];
  if (intended !== null) head.push(`fidelity p(${printable(intended)})`, "D_KL");
  const table = new Table({ style, head, colAligns: ["left", "right"] });
  for (const window of windows.slice(0, mostRows)) table.push(windowRow(window, intended !== null));
  return [shortened(table, windows.length)];
}

function windowRow(
  { label, observations, entropy, fidelity, divergence }: MeasureWindow,
  intended: boolean,
): (string | number)[] {
  const figures = [entropy, ...(intended ? [fidelity] : [])].map((figure) =>
    figure ? figureText(figure) : "-",
  );
  const last = intended ? [divergence ? divergenceText(divergence) : "-"] : [];
  return [label, observations, ...(observations === 0 ? figures.map(() => "gap") : figures), ...last];
}

function figures(result: MeasureResult, interval: string): string {
  const { estimator, entropy, relativeEntropy, intended, fidelity, divergence } = result;
  const table = new Table({ style, head: ["figure", `value ${interval}`, "unit"] });
  table.push([`S (${estimator.name})`, figureText(entropy), "nats"]);
  table.push(["S / ln K", figureText(relativeEntropy), ""]);
  if (intended !== null && fidelity && divergence) {
    const name = printable(intended);
    table.push([`fidelity p(${name})`, figureText(fidelity), ""]);
    table.push([`D_KL(${name} || p)`, divergenceText(divergence), "nats"]);
  }
  return table.toString();
}

function divergenceText({ value, lower, upper, ...rest }: Divergence): string {
  if (value !== null) return figureText({ ...rest, value, lower, upper });
  return `infinite [${+lower.toPrecision(3)}, infinite]`;
}
