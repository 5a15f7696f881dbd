import Table from "cli-table3";
import type { Claim, ClosedLoopResult, ExperimentResult, Figure } from "../contracts/index.js";

const plain = { head: [], border: [], compact: true };

/** Ends smaller than this share of the figure's size say nothing in their digits. */
const negligible = 1e-6;

/**
 * A figure as "0.377 [0.369, 0.385]", three significant digits; "-" where it is undefined. An end below a millionth of
 * the figure's power of ten reads as less than that, "0.2 [<1e-7, 0.4]": 0 stands only where the interval reaches 0.
 */
export function figureText({ value, lower, upper }: Pick<Figure, "value" | "lower" | "upper">): string {
  const size = Math.max(Math.abs(value ?? 0), Math.abs(upper ?? 0));
  const least = size > 0 ? negligible * 10 ** Math.floor(Math.log10(size)) : 0;
  const short = (x: number): string => {
    if (x > 0 && x < least) return `<${least.toExponential(0)}`;
    if (Number.isInteger(x) && Math.abs(x) < 1e6) return String(x);
    return x !== 0 && Math.abs(x) < 1e-3 ? x.toExponential(1) : String(+x.toPrecision(3));
  };
  if (value === null) return "-";
  return lower === null || upper === null
    ? short(value)
    : `${short(value)} [${short(lower)}, ${short(upper)}]`;
}

/** One row a policy: S, fidelity, lambda_max, gamma, task loss and its ratio to gamma = 0, alarms. */
export function closedLoopTable({ series, summary, parameters }: ClosedLoopResult): string {
  const table = new Table({
    style: plain,
    head: [
      "policy",
      "S (nats)",
      "fidelity",
      "lambda_max",
      "gamma",
      "task loss",
      "x gamma=0",
      "first alarm (step)",
    ],
  });
  for (const { policy, label, ends } of series) {
    const cell = (name: string): string => {
      const figure = summary[`${name}_${policy}`];
      return figure ? figureText(figure) : "-";
    };
    const alarms = ends
      .flatMap(({ alarmStep }) => (alarmStep === null ? [] : [alarmStep]))
      .sort((a, b) => a - b);
    const alarm = alarms.length === 0 ? "none" : `${alarms[0]} (${alarms.length} of ${ends.length} seeds)`;
    const figures = ["entropy", "fidelity", "lambda_max", "gamma", "task_loss", "tax"].map(cell);
    table.push([label, ...figures, alarm]);
  }
  const { seeds, target, parameterCount } = parameters;
  const note =
    `Final values, mean over ${seeds} seeds [95% interval over seeds, pointwise]; target S ${Number(target).toFixed(3)} nats, ` +
    `N = ${parameterCount} parameters.`;
  return `${table.toString()}\n${note}`;
}

export function claimsTable(claims: readonly Claim[]): string {
  const table = new Table({ style: plain, head: ["claim", "paper", "measured", "verdict"], wordWrap: true });
  for (const { id, paper, measured, verdict } of claims) {
    table.push([id, paper, figureText(measured), verdict]);
  }
  const reasons = claims.map(({ id, why }) => `${id}: ${why}`).join("\n");
  return `${table.toString()}\n\n${reasons}`;
}

export function summaryTable({ experiment, version, seed, summary, verdict, why }: ExperimentResult): string {
  const table = new Table({ style: plain, head: ["figure", "value [lower, upper]", "unit"] });
  for (const [name, figure] of Object.entries(summary))
    table.push([name, figureText(figure), figure.unit ?? ""]);
  return `${experiment} (version ${version}, seed ${seed})\n${table.toString()}\n\n${verdict}: ${why}`;
}
