import { type FeedbackState, feedback } from "../feedback.js";
import { checkLimits, checkTarget, type Limits } from "../limits.js";
import type { Decision, Measurement, Policy } from "../policy.js";
import { late, reading } from "../reading.js";
import { schedule } from "../schedule.js";
import { type Identification, identify, type ProbeRecord } from "./identify.js";
import { type PrbsOptions, prbs } from "./prbs.js";
import { type PiSettings, simc, type TuningOptions } from "./simc.js";

export interface SelfTuningOptions extends Limits, TuningOptions {
  /** Entropy to hold, nats. */
  readonly target: number;
  /** Number of goals K: a target above ln K is refused. */
  readonly goals: number;
  /** The probing phase: one period of a binary sequence between two gammas around the one that may be needed. */
  readonly probe: PrbsOptions;
}

export interface SelfTuningState {
  readonly records: readonly ProbeRecord[];
  /** What the probing phase found; null until it is over. */
  readonly found: Identification | null;
  readonly settings: PiSettings | null;
  readonly control: FeedbackState | null;
  readonly gamma: number;
  /** Latest step seen. */
  readonly clock: number;
}

/**
 * Feedback that sets its own gains: it probes, identifies the response of S to gamma (`identify`), sets the gains by `simc`
 * and takes over without a bump. Where the response cannot be told from nothing it holds the higher of the probed gammas and
 * says why in every reason: there is no gain to set. The rate binds after the probing phase.
 */
export function selfTuning(options: SelfTuningOptions): Policy<SelfTuningState> {
  const { target, goals, probe } = options;
  checkLimits(options);
  checkTarget(target, goals);
  const { minimum = 0, maximum } = options;
  if (!(probe.low >= minimum && probe.high <= maximum))
    throw new RangeError(`self-tuning must probe within its bounds, ${minimum} to ${maximum}`);
  const knots = prbs(probe);
  const probing = schedule(knots, "step");
  const end = knots.length * probe.hold;

  const finish = (state: SelfTuningState, measurement: Measurement): SelfTuningState => {
    const entropy = reading(measurement, "entropy");
    const last = { step: measurement.step, entropy: entropy as number, gamma: state.gamma };
    const found = identify(typeof entropy === "number" ? [...state.records, last] : state.records);
    if (!found.ok) return { ...state, records: [], found, gamma: probe.high };
    const settings = simc(found.response, options);
    const policy = feedback({ ...limitsOf(options), target, goals, ...settings });
    const control = policy.track?.(policy.init(), state.gamma) ?? policy.init();
    return { ...state, records: [], found, settings, control };
  };

  return {
    name: "self-tuning",
    settings: { ...options },
    init: () => ({
      records: [],
      found: null,
      settings: null,
      control: null,
      gamma: (knots[0] as { gamma: number }).gamma,
      clock: 0,
    }),
    step(before, measurement): Decision<SelfTuningState> {
      const tooLate = late(measurement, before.clock);
      if (tooLate !== undefined)
        return { state: before, gamma: before.gamma, reason: `${tooLate}: gamma held` };
      const { step } = measurement;
      const due = before.found === null && step >= end;
      const state = { ...(due ? finish(before, measurement) : before), clock: step };
      if (state.found === null)
        return probed(state, measurement, probing.step(probing.init(), { step }).gamma);
      if (!state.found.ok || state.settings === null || state.control === null)
        return { state, gamma: state.gamma, reason: `not tuned, gamma held: ${reasonOf(state.found)}` };
      const policy = feedback({ ...limitsOf(options), target, goals, ...state.settings });
      const decision = policy.step(state.control, measurement);
      const { gain, integralTime } = state.settings;
      return {
        state: { ...state, control: decision.state, gamma: decision.gamma },
        gamma: decision.gamma,
        reason: `${due ? `tuned to gain ${gain.toPrecision(3)}, integral time ${integralTime.toPrecision(3)}: ` : ""}${decision.reason}`,
      };
    },
    track: (state, gamma) => ({
      ...state,
      gamma,
      control: state.control && { ...state.control, gamma, transfer: true },
    }),
  };
}

function probed(state: SelfTuningState, measurement: Measurement, gamma: number): Decision<SelfTuningState> {
  const entropy = reading(measurement, "entropy");
  const first = state.records.length === 0 || measurement.step > (state.records.at(-1) as ProbeRecord).step;
  const usable = typeof entropy === "number" && first;
  const records = usable ? [...state.records, { step: measurement.step, entropy, gamma }] : state.records;
  const reason = typeof entropy === "number" ? "probing" : `probing, ${entropy}`;
  return { state: { ...state, records, gamma }, gamma, reason };
}

const limitsOf = ({ minimum, maximum, rate }: Limits): Limits => ({
  maximum,
  ...(minimum !== undefined && { minimum }),
  ...(rate !== undefined && { rate }),
});

const reasonOf = (found: Identification): string => (found.ok ? "no settings" : found.reason);
