import type { FalseAlarmInterval } from "../../detection/index.js";
import { type Baseline, type ReferenceSums, referenceBaseline } from "./baseline.js";
import { type LifeCycle, type LifeCycleOptions, lifeCycle } from "./life-cycle.js";
import { type Armed, type Wiring, wirings } from "./wiring.js";

export interface AlarmRuleOptions extends LifeCycleOptions {
  /** Of the rule, in its alarms' ids. Default what it watches. */
  readonly name?: string | undefined;
  /** S, which should not rise, or the fidelity p(g_1), which should not fall. Default "entropy". */
  readonly of?: "entropy" | "fidelity" | undefined;
  /**
   * What is tolerated: a fixed value, or what the first windows with evidence show. Default 20 windows. A limit of S from
   * ln K on, or of fidelity from 0 down, is never passed.
   */
  readonly against?: { readonly limit: number } | { readonly referenceWindows: number } | undefined;
  /** A detector's name in the registry of `detection`. Default "cusum". */
  readonly detector?: string | undefined;
  /** Windows with evidence to one false alarm. Default 10,000; not for page-hinkley and adwin, which promise none. */
  readonly falseAlarmInterval?: number | undefined;
  /** Observations that make a window evidence. Default 10: below, S is far from normal. */
  readonly leastObservations?: number | undefined;
  /** Windows of evidence behind an alarm. Default 1. */
  readonly leastWindows?: number | undefined;
}

/** Options of a rule, checked, with what follows from them. */
export interface RuleSettings {
  readonly name: string;
  readonly of: "entropy" | "fidelity";
  readonly detector: string;
  readonly leastObservations: number;
  readonly leastWindows: number;
  /** Windows of the reference period; 0 with a limit. */
  readonly learn: number;
  readonly wiring: Wiring;
  readonly figure: Figure;
  readonly life: LifeCycle;
  baseline(reference: ReferenceSums): Baseline;
  armed(baseline: Baseline): Armed;
  promise(baseline: Baseline): FalseAlarmInterval;
}

/** @throws RangeError when an option is not valid. */
export function ruleSettings(options: AlarmRuleOptions, goals: number): RuleSettings {
  const { of = "entropy", detector = "cusum", against = { referenceWindows: 20 } } = options;
  const { name = of, falseAlarmInterval = 10_000, leastObservations = 10, leastWindows = 1 } = options;
  const wiring = wiringOf(detector, options, falseAlarmInterval);
  const figure = figureOf(of, goals);
  const limit = "limit" in against ? limitBaseline(against.limit, figure, detector, wiring) : undefined;
  const armedAt = once((share: number) => wiring.arm(falseAlarmInterval, share));
  const armed = (baseline: Baseline): Armed =>
    armedAt(wiring.reads === "share" ? figure.share(baseline.upper) : 0);
  return {
    name,
    of,
    detector,
    leastObservations,
    leastWindows,
    learn: "limit" in against ? 0 : referenceLength(against.referenceWindows),
    wiring,
    figure,
    life: lifeCycle(options),
    baseline: (reference) => limit ?? referenceBaseline(reference),
    armed,
    promise: (baseline) => armed(baseline).detector.falseAlarmInterval(),
  };
}

interface Figure {
  /** Turned so that high is bad; turning is its own inverse. */
  oriented(value: number): number;
  /** Of its range, once turned. */
  share(value: number): number;
}

function figureOf(of: "entropy" | "fidelity", goals: number): Figure {
  const most = Math.log(goals);
  return of === "entropy"
    ? { oriented: (s: number) => s, share: (s: number) => within(s / most) }
    : { oriented: (p: number) => 1 - p, share: within };
}

/** Inside (0, 1): a reference band may reach beyond the range, and rounding too. */
const within = (share: number): number => Math.min(Math.max(share, 1e-9), 1 - 1e-9);

function limitBaseline(limit: number, { oriented }: Figure, detector: string, { sides }: Wiring): Baseline {
  const upper = oriented(limit);
  if (!(upper > 0 && Number.isFinite(upper)))
    throw new RangeError(`a limit must be finite and leave room for what is tolerated, got ${limit}`);
  if (sides === "both")
    throw new RangeError(
      `${detector} finds changes to either side, and a limit has one: take a reference, or cusum or shewhart`,
    );
  return { lower: Number.NEGATIVE_INFINITY, upper, inflation: 1 };
}

function referenceLength(windows: number): number {
  if (!(Number.isSafeInteger(windows) && windows >= 2))
    throw new RangeError(`a reference needs two or more windows, got ${windows}`);
  return windows;
}

function wiringOf(detector: string, options: AlarmRuleOptions, every: number): Wiring {
  const wiring = Object.hasOwn(wirings, detector) ? wirings[detector] : undefined;
  if (wiring === undefined)
    throw new RangeError(`no detector is named "${detector}"; there are ${Object.keys(wirings).join(", ")}`);
  if (!wiring.promises && options.falseAlarmInterval !== undefined)
    throw new RangeError(`${detector} learns its mean and promises no false-alarm interval`);
  if (!(every >= 20 && every <= 1e9))
    throw new RangeError(`a false-alarm interval must lie between 20 and 1e9 windows, got ${every}`);
  for (const [name, value] of Object.entries({
    leastObservations: options.leastObservations ?? 1,
    leastWindows: options.leastWindows ?? 1,
  }))
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`${name} must be a whole number >= 1, got ${value}`);
  return wiring;
}

/** Remembers the last result: thresholds cost a few integral equations. */
function once<A, B>(make: (argument: A) => B): (argument: A) => B {
  let last: { readonly argument: A; readonly made: B } | undefined;
  return (argument) => {
    if (last === undefined || !Object.is(last.argument, argument)) last = { argument, made: make(argument) };
    return last.made;
  };
}
