import { symmetricEigen } from "../../numeric/index.js";
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";

export interface IdentifiabilityOptions {
  /** Share of the information of certain goals below which a contrast is lost. Default 0.01: 100 times the episodes. */
  readonly threshold?: number;
}

/**
 * Groups of goals that predict nearly the same behaviour in these episodes, so that their joint weight is known but
 * hardly how it is shared: two goals alike, or one like a mixture of others. Goals that no episode speaks for are left
 * out.
 *
 * With r_e the posterior of episode e under equal weights, C_gh = sum_e r_eg r_eh / sqrt(sum r_eg^2 sum r_eh^2) is the
 * Fisher information of the weights, scaled to 1 on its diagonal: the identity when every goal is certain. Directions
 * with an eigenvalue below `threshold` span the contrasts that are lost; goals are grouped that share one.
 */
export function confoundedGoals(
  likelihoods: EpisodeLikelihoods,
  { threshold = 0.01 }: IdentifiabilityOptions = {},
): readonly (readonly number[])[] {
  const { goals } = likelihoods;
  const moments = posteriorMoments(likelihoods);
  const spoken = Array.from({ length: goals }, (_, g) => g).filter((g) => moments[g * goals + g] > 0);
  if (spoken.length === 0) return [];
  const scaled = spoken.flatMap((g) =>
    spoken.map((h) => moments[g * goals + h] / Math.sqrt(moments[g * goals + g] * moments[h * goals + h])),
  );
  const { values, vectors } = symmetricEigen(scaled, spoken.length);
  const size = spoken.length;
  const lost = Array.from(values.keys()).filter((k) => values[k] < threshold);
  const shares = (i: number, j: number): boolean =>
    Math.abs(lost.reduce((sum, k) => sum + vectors[k * size + i] * vectors[k * size + j], 0)) > SHARED;
  return components(size, shares).map((group) => group.map((i) => spoken[i]));
}

/** Entry of the projector on the lost directions from which two goals count as sharing one; two equal goals have 1/2. */
const SHARED = 0.1;

/** sum_e r_eg r_eh, [goals * goals]. */
function posteriorMoments({
  goals,
  rows,
  multiplicity,
  start,
  goal,
  likelihood,
}: EpisodeLikelihoods): Float64Array {
  const moments = new Float64Array(goals * goals);
  for (let r = 0; r < rows; r++) {
    let density = 0;
    for (let i = start[r]; i < start[r + 1]; i++) density += likelihood[i];
    const scale = multiplicity[r] / density ** 2;
    for (let i = start[r]; i < start[r + 1]; i++)
      for (let j = start[r]; j < start[r + 1]; j++)
        moments[goal[i] * goals + goal[j]] += scale * likelihood[i] * likelihood[j];
  }
  return moments;
}

/** Connected components of at least two. */
function components(size: number, linked: (i: number, j: number) => boolean): number[][] {
  const left = new Set(Array.from({ length: size }, (_, i) => i));
  const groups: number[][] = [];
  for (const seed of left) {
    left.delete(seed);
    const group = [seed];
    for (const i of group)
      for (const j of left)
        if (linked(i, j)) {
          left.delete(j);
          group.push(j);
        }
    if (group.length > 1) groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}
