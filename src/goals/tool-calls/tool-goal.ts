import type { ArgumentPattern } from "./pattern.js";

export interface ToolCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Whether the tool refused it; an action that failed is still to be done. */
  readonly failed?: boolean;
}

export interface ExpectedAction {
  readonly tool: string;
  /** Patterns of those arguments that matter; default none. */
  readonly arguments?: Readonly<Record<string, ArgumentPattern>>;
}

/** A goal declared by the tool calls that it takes. */
export interface ToolGoal {
  readonly name: string;
  /** The same action twice is to be done twice. None: whatever is called is noise. */
  readonly actions: readonly ExpectedAction[];
  /** Default "any". */
  readonly order?: "any" | "sequence";
  /** Tools that an agent with this goal calls only as an expected action, or by mistake. */
  readonly avoids?: readonly string[];
}

/** How an agent departs from what its goal expects; probabilities strictly between 0 and 1. */
export interface NoiseRates {
  /** That a call is not an expected one; when all is done, that there is a further call. */
  readonly noise: number;
  /** Before each call, that the episode ends although actions are left. */
  readonly stop: number;
  /** Of each argument of an expected call, that it does not fit its pattern. */
  readonly mismatch: number;
  /** In a sequence, that the next action is passed over for the one after, relative to doing it. */
  readonly skip: number;
  /** Share of an avoided tool in noise calls, relative to its share in the background. */
  readonly violation: number;
}

/**
 * Rates that are integrated out with equal weight, for each episode by itself, as episodes differ in them: from mostly
 * expected calls to mostly others, from seldom to often giving up, from nearly exact arguments to one wrong in five.
 */
export const NOISE_GRID: readonly NoiseRates[] = [0.2, 0.5, 0.8].flatMap((noise) =>
  [0.02, 0.2].flatMap((stop) =>
    [0.02, 0.2].map((mismatch) => ({ noise, stop, mismatch, skip: 0.1, violation: 0.1 })),
  ),
);

/** The rates that a list may be given of, and single ones; what is not given is as in {@link NOISE_GRID}. */
export interface NoiseLists {
  readonly noise?: readonly number[] | undefined;
  readonly stop?: readonly number[] | undefined;
  readonly mismatch?: readonly number[] | undefined;
  readonly skip?: number | undefined;
  readonly violation?: number | undefined;
}

/** Every combination of the rates. */
export function noiseGrid(given: NoiseLists): NoiseRates[] {
  const usual = (name: "noise" | "stop" | "mismatch") => [...new Set(NOISE_GRID.map((rates) => rates[name]))];
  const [{ skip, violation }] = NOISE_GRID;
  return (given.noise ?? usual("noise")).flatMap((noise) =>
    (given.stop ?? usual("stop")).flatMap((stop) =>
      (given.mismatch ?? usual("mismatch")).map((mismatch) => ({
        noise,
        stop,
        mismatch,
        skip: given.skip ?? skip,
        violation: given.violation ?? violation,
      })),
    ),
  );
}

/** @throws RangeError naming the rate. */
export function checkRates(rates: NoiseRates): void {
  for (const [name, value] of Object.entries(rates))
    if (!(value > 0 && value < 1))
      throw new RangeError(`rate ${name} must lie strictly between 0 and 1, got ${value}`);
}
