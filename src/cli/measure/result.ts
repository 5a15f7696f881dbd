import { type Divergence, type MeasureResult, measureResultSchema } from "../../contracts/index.js";
import type { EntropyEstimator } from "../../entropy/index.js";
import { InputError } from "../../ingest/index.js";
import { type Estimate, RandomStream } from "../../numeric/index.js";
import { exitCode, UserError } from "../exit.js";
import { version } from "../version.js";
import { estimateEntropy, type IntervalKind } from "./entropy.js";
import { proportion } from "./proportion.js";
import type { Tally } from "./tally.js";

export interface MeasureSettings {
  readonly source: string;
  readonly estimator: EntropyEstimator;
  readonly interval: IntervalKind;
  readonly level: number;
  readonly seed: number;
  /** The intended goal, if it is known. */
  readonly intended?: string | undefined;
  /** Whether the goals were declared, rather than gathered from what occurred. */
  readonly declared: boolean;
}

/** From counts to the figures of `telostat measure`. */
export function measureResult(tally: Tally, settings: MeasureSettings): MeasureResult {
  const { source, estimator, interval, level, seed, intended = null } = settings;
  const { goals, counts, n } = settings.declared ? tally : ordered(tally, intended);
  if (goals.length < 2) {
    throw new InputError({ source }, "one goal only; expected two or more, or all there could be in --goals");
  }
  if (n === 0) throw new UserError(`${source}: no observations: every count is 0`, exitCode.notEnoughData);

  const stream = RandomStream.fromSeed(seed).split("measure", "entropy");
  const entropy = estimateEntropy(counts, estimator, { kind: interval, level, stream });
  const maximumEntropy = Math.log(goals.length);
  const shares = shareByCount(counts, n, level);
  const distribution = goals.map((goal, i) => ({
    goal,
    count: counts[i] as number,
    probability: shares.get(counts[i] as number) as Estimate,
  }));
  const fidelity = distribution.find(({ goal }) => goal === intended)?.probability ?? null;

  return measureResultSchema.parse({
    command: "measure",
    version,
    source,
    input: "labels",
    seed,
    level,
    estimator: { name: estimator.name, source: estimator.source },
    interval,
    observations: n,
    goals: goals.length,
    entropy,
    maximumEntropy,
    relativeEntropy: scaled(entropy, 1 / maximumEntropy),
    distribution,
    intended,
    fidelity,
    divergence: fidelity && divergence(fidelity),
    windowing: null,
    windows: null,
    crossChecks: null,
    notes: notes(settings, counts),
  } satisfies MeasureResult);
}

/** The intended goal first, then by falling count; equal counts by name, so that the order of the input is forgotten. */
function ordered({ goals, counts, n }: Tally, intended: string | null): Tally {
  const pairs = goals.map((goal, i) => ({ goal, count: counts[i] as number }));
  if (intended !== null && !goals.includes(intended)) pairs.push({ goal: intended, count: 0 });
  const first = ({ goal }: { goal: string }): number => Number(goal === intended);
  pairs.sort((a, b) => first(b) - first(a) || b.count - a.count || (a.goal < b.goal ? -1 : 1));
  return { goals: pairs.map(({ goal }) => goal), counts: pairs.map(({ count }) => count), n };
}

const shareByCount = (counts: readonly number[], n: number, level: number): Map<number, Estimate> =>
  new Map([...new Set(counts)].map((count) => [count, proportion(count, n, level)]));

/** An estimate of a multiple. */
export const scaled = (estimate: Estimate, factor: number): Estimate => ({
  ...estimate,
  value: estimate.value * factor,
  lower: estimate.lower * factor,
  upper: estimate.upper * factor,
});

/** D_KL(intended || p) = -ln p(g_1), the intended distribution having all its mass on g_1. */
function divergence(fidelity: Estimate): Divergence {
  const finite = (x: number): number | null => (x === 0 ? null : -Math.log(x) + 0);
  const never = fidelity.value === 0;
  return {
    ...fidelity,
    value: finite(fidelity.value),
    lower: -Math.log(fidelity.upper) + 0,
    upper: finite(fidelity.lower),
    method: `-ln of: ${fidelity.method}`,
    reason: never ? "infinite: the intended goal was never observed" : null,
  };
}

function notes({ declared, intended, interval }: MeasureSettings, counts: readonly number[]): string[] {
  const seen = counts.filter((count) => count > 0).length;
  return [
    declared ? "" : "K counts the goals that occurred; declare all there could be with --goals.",
    intended === undefined ? "Fidelity and divergence need the intended goal: --intended NAME." : "",
    seen === 1 && interval === "bootstrap"
      ? "One goal has every observation: resamples of it cannot vary, so the interval of S has no width; use --interval posterior with --estimator nsb."
      : "",
  ].filter((note) => note !== "");
}
