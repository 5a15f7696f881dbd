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
 * Fisher information of the weights, scaled to 1 on its diagonal: the identity when every goal is certain. Weights sum to
 * one, so only contrasts that sum to zero count: a goal that all episodes make unlikely, however they do, is known to be
 * rare. Of those, the directions with an eigenvalue below `threshold` span what is lost; goals are grouped that share one.
 */
export function confoundedGoals(
  likelihoods: EpisodeLikelihoods,
  { threshold = 0.01 }: IdentifiabilityOptions = {},
): readonly (readonly number[])[] {
  const { goals } = likelihoods;
  const moments = posteriorMoments(likelihoods);
  const spoken = Array.from({ length: goals }, (_, g) => g).filter((g) => moments[g * goals + g] > 0);
  if (spoken.length === 0) return [];
  const size = spoken.length;
  const scale = spoken.map((g) => Math.sqrt(moments[g * goals + g]));
  const scaled = spoken.flatMap((g, i) =>
    spoken.map((h, j) => moments[g * goals + h] / (scale[i] * scale[j])),
  );
  const { values, vectors } = symmetricEigen(amongContrasts(scaled, scale), size);
  const lost = Array.from(values.keys()).filter((k) => values[k] < threshold);
  const shares = (i: number, j: number): boolean =>
    Math.abs(lost.reduce((sum, k) => sum + vectors[k * size + i] * vectors[k * size + j], 0)) > SHARED;
  return components(size, shares).map((group) => group.map((i) => spoken[i]));
}

/** Entry of the projector on the lost directions from which two goals count as sharing one; two equal goals have 1/2. */
const SHARED = 0.1;

/** P C P + u u', where P = I - u u' keeps the scaled weights whose sum stays: u is 1 / scale, of unit length. */
function amongContrasts(information: readonly number[], scale: readonly number[]): number[] {
  const size = scale.length;
  const length = Math.sqrt(scale.reduce((sum, s) => sum + s ** -2, 0));
  const u = scale.map((s) => 1 / (s * length));
  const along = u.map((_, i) => u.reduce((sum, x, j) => sum + information[i * size + j] * x, 0));
  const both = u.reduce((sum, x, i) => sum + x * along[i], 0);
  return u.flatMap((x, i) =>
    u.map((y, j) => information[i * size + j] - x * along[j] - along[i] * y + x * y * (both + 1)),
  );
}

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
