/**
 * What a policy-gradient agent is trained on: episodes of a world whose observations are finitely many. The policy is then
 * a table [observations, actions], computed by one call of the network an update, however many steps are played.
 */
import type { RandomStream } from "../../numeric/index.js";

/** What an agent can see, each as a vector of features. */
export interface Observations {
  readonly count: number;
  readonly features: number;
  /** [count, features], row-major. */
  readonly inputs: Float64Array<ArrayBuffer>;
}

/** What a step brought. */
export interface Outcome {
  /** What the agent sees of it. */
  readonly reward: number;
  /** What it was worth in truth, out of the agent's sight. */
  readonly performance: number;
  /** Whether the episode ended by itself. */
  readonly done: boolean;
}

/** A running episode. */
export interface Play {
  /** Index of what is seen now. */
  readonly observation: number;
  step(action: number): Outcome;
}

export interface EpisodicTask {
  readonly name: string;
  readonly observations: Observations;
  /** Actions of every observation. */
  readonly actions: number;
  /** Episodes are cut after this many steps. */
  readonly horizon: number;
  /** Starts an episode; all of its chance comes from `stream`. */
  begin(stream: RandomStream): Play;
}

/**
 * Concatenated one-hot vectors: row i has, for each part, a one at `parts[i][part]`, offset by the sizes before; zeros
 * where there are no parts, as for the end of an episode.
 *
 * @throws RangeError for a part outside its size.
 */
export function oneHotObservations(
  parts: readonly (readonly number[] | undefined)[],
  sizes: readonly number[],
): Observations {
  const features = sizes.reduce((total, size) => total + size, 0);
  const inputs = new Float64Array(parts.length * features);
  parts.forEach((row, i) => {
    if (row === undefined) return;
    let offset = i * features;
    sizes.forEach((size, part) => {
      const at = row[part];
      if (at === undefined || !(Number.isInteger(at) && at >= 0 && at < size))
        throw new RangeError(`observation ${i}, part ${part}: expected 0 to ${size - 1}, got ${at}`);
      inputs[offset + at] = 1;
      offset += size;
    });
  });
  return { count: parts.length, features, inputs };
}
