/** What the page needs to know of a closed-loop result, worked out once. */
import type { Band, ClosedLoopResult, Figure, PolicySeries } from "../contracts/index.js";
import { lookOf, type PolicyLook } from "./palette.js";

/** Against target + tolerance, by the interval over seeds; see the result's rule. */
export type Standing = "held" | "drifted" | "undecided";

export type Point = PolicySeries["points"][number];

export interface Policy extends Omit<PolicySeries, "policy"> {
  readonly id: string;
  readonly look: PolicyLook;
  readonly standing: Standing;
  /** A figure of the summary, by its name without the policy; all null where there is none. */
  figure(name: string): Figure;
}

export interface Reading {
  readonly policies: readonly Policy[];
  /** The run without alignment work, the paper's rule in its variants, and feedback. */
  readonly none: Policy | undefined;
  readonly critical: readonly Policy[];
  readonly feedback: Policy | undefined;
  readonly seeds: number;
  readonly target: number;
  /** Largest S that still counts as held: target + tolerance. */
  readonly limit: number;
  /** ln K, the entropy of goals that are evenly spread. */
  readonly ceiling: number;
  readonly goals: number;
  readonly margin: number;
  readonly parameterCount: number;
}

const unmeasured: Figure = { value: null, lower: null, upper: null };

/** @throws RangeError when a parameter that the page must show is missing. */
export function read({ parameters, series, summary }: ClosedLoopResult): Reading {
  const parameter = (name: string): number => {
    const value = parameters[name];
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new RangeError(`closed-loop parameters.${name}: expected a finite number, got ${String(value)}`);
  };
  const [target, goals] = [parameter("target"), parameter("goals")];
  const limit = target + parameter("tolerance");
  const policies = series.map((entry, i): Policy => {
    const figure = (name: string): Figure => summary[`${name}_${entry.policy}`] ?? unmeasured;
    return {
      ...entry,
      id: entry.policy,
      look: lookOf(i),
      figure,
      standing: stands(figure("entropy"), limit),
    };
  });
  return {
    policies,
    none: policies.find(({ id }) => id === "none"),
    critical: policies.filter(({ id }) => id.startsWith("critical")),
    feedback: policies.find(({ id }) => id === "feedback"),
    seeds: Math.max(0, ...series.map(({ ends }) => ends.length)),
    target,
    limit,
    ceiling: Math.log(goals),
    goals,
    margin: parameter("margin"),
    parameterCount: parameter("parameterCount"),
  };
}

function stands({ lower, upper }: Figure, limit: number): Standing {
  if (lower === null || upper === null) return "undecided";
  if (upper <= limit) return "held";
  return lower > limit ? "drifted" : "undecided";
}

/** Task loss of `policy` over that of `other` on the same seeds: geometric mean and range over seeds. */
export function price(policy: Policy, other: Policy): Band | undefined {
  const ratios = policy.ends.flatMap(({ seed, taskLoss }) => {
    const match = other.ends.find((end) => end.seed === seed);
    return match && taskLoss > 0 && match.taskLoss > 0 ? [taskLoss / match.taskLoss] : [];
  });
  if (ratios.length === 0) return undefined;
  const value = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  return { value, lower: Math.min(...ratios), upper: Math.max(...ratios) };
}

/** gamma_crit of the aligned network, and its mean over the second half of a run; undefined where not measured. */
export function criticalWork({ points }: Policy): { start: number | undefined; late: number | undefined } {
  const measured = (some: readonly Point[]): number[] =>
    some.flatMap(({ criticalWork }) => (criticalWork === null ? [] : [criticalWork.value]));
  const late = measured(points.slice(Math.floor(points.length / 2)));
  return {
    start: measured(points)[0],
    late: late.length === 0 ? undefined : late.reduce((sum, value) => sum + value, 0) / late.length,
  };
}

export interface Alarms {
  readonly raised: number;
  /** First, median and last step at which a seed raised its alarm. */
  readonly first: number;
  readonly median: number;
  readonly last: number;
}

/** Undefined when no seed raised an alarm. */
export function alarms({ ends }: Policy): Alarms | undefined {
  const steps = ends
    .flatMap(({ alarmStep }) => (alarmStep === null ? [] : [alarmStep]))
    .sort((a, b) => a - b);
  if (steps.length === 0) return undefined;
  const median = steps[Math.floor((steps.length - 1) / 2)]!;
  return { raised: steps.length, first: steps[0]!, median, last: steps.at(-1)! };
}
