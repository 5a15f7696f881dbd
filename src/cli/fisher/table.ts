import Table from "cli-table3";
import type { FisherResult } from "../../contracts/index.js";
import { printable } from "../../ingest/index.js";

const style = { head: [], border: [], compact: true };
const leading = 10;

/** The headline, what supports it, the leading spectrum, and how they were made. */
export function fisherTable(result: FisherResult): string {
  const { matrix, samples, columns, sources, input, lambdaMax, seed, splits, level, execution, notes } =
    result;
  const kind = input === "sketches" ? "sketched gradients" : "gradients";
  const files = sources.length === 1 ? printable(sources[0] as string) : `${sources.length} files`;
  return [
    `${matrix} from ${samples} ${kind} of ${columns.toLocaleString("en")} parameters (${files})`,
    figures(result),
    [...withheld(result), spectrum(result)].join("\n"),
    [
      `lambda_max: ${lambdaMax.method}; ${percent(level)} limits, averaged over ${splits} random splits.`,
      `Limits cover ${lambdaMax.covers}; seed ${seed}; ${execution}.`,
      ...notes,
    ].join("\n"),
  ].join("\n\n");
}

function figures(result: FisherResult): string {
  const { lambdaMax, bracket, points, criticalWork, trace, traceOverTop, effectiveDimensions } = result;
  const table = new Table({
    style,
    head: ["figure", `value [${percent(result.level)} limits]`],
    wordWrap: false,
  });
  table.push(["lambda_max", limitsText(lambdaMax)]);
  table.push(["  bracket of expectations", `${short(bracket.lower)} to ${short(bracket.upper)}`]);
  for (const { name, value } of points) {
    table.push([`  ${name}`, value === null ? "withheld" : short(value)]);
  }
  table.push([`gamma_crit (N = ${result.parameters.toLocaleString("en")})`, limitsText(criticalWork)]);
  table.push(["trace", limitsText({ ...trace, noUpper: null })]);
  table.push(["trace / lambda_max", limitsText(traceOverTop)]);
  for (const { ridge, lower, upper } of effectiveDimensions) {
    table.push([`effective dimension, c = ${short(ridge)}`, `${short(lower)} to ${short(upper)}`]);
  }
  return table.toString();
}

/** Why, once for the points that it holds of: too long for a cell. */
function withheld({ points }: FisherResult): string[] {
  const reasons = new Set(points.flatMap(({ value, reason }) => (value === null ? [reason] : [])));
  return [...reasons].map((reason) => {
    const names = points.filter((point) => point.value === null && point.reason === reason);
    return `Withheld, ${names.map(({ name }) => name).join(" and ")}: ${reason}.`;
  });
}

function spectrum({ eigenvalues, lambdaMax, settling, tail }: FisherResult): string {
  const some = eigenvalues.slice(0, leading).map(short).join("  ");
  const more = eigenvalues.length > leading ? `  and ${eigenvalues.length - leading} more (--json)` : "";
  const lines = [`Sample eigenvalues: ${some}${more}`];
  if (lambdaMax.noUpper !== null) lines.push(`No upper limit: ${lambdaMax.noUpper}.`);
  lines.push(
    `Top direction: ${short(tail.effectiveRows)} effective gradients, kurtosis ${short(tail.kurtosis)}, the largest has ${percent(tail.leadingShare)} of it.`,
  );
  if (settling !== null) {
    lines.push(`Ends of the bracket within a factor ${settling.target}: ${settling.message}.`);
  }
  return lines.join("\n");
}

interface Range {
  readonly value: number;
  readonly lower: number;
  readonly upper: number | null;
}

const limitsText = ({ value, lower, upper }: Range & { readonly noUpper: string | null }): string =>
  `${short(value)} [${short(lower)}, ${upper === null ? "none" : short(upper)}]`;

const percent = (share: number): string => `${+(100 * share).toPrecision(4)}%`;

function short(x: number): string {
  if (x === 0) return "0";
  const size = Math.abs(x);
  return size < 1e-3 || size >= 1e6 ? x.toExponential(2) : String(+x.toPrecision(3));
}
