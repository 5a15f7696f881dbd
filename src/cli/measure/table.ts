import Table from "cli-table3";
import type { Divergence, MeasureResult } from "../../contracts/index.js";
import { printable } from "../../ingest/index.js";
import { figureText } from "../tables.js";

const style = { head: [], border: [], compact: true };
const mostRows = 20;

/** The figures, then p(g) of the first goals, then how they were made. */
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
  const more = goals - mostRows;
  return [
    `${source}: ${observations} observations, ${goals} goals`,
    figures(result, interval),
    more > 0 ? `${shares}\nand ${more} more; --json lists all` : `${shares}`,
    [
      `S: ${entropy.method}.`,
      `p(g), fidelity, divergence: ${distribution[0]?.probability.method}.`,
      `Intervals cover ${entropy.covers}; seed ${seed}.`,
      ...notes,
    ].join("\n"),
  ].join("\n\n");
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
