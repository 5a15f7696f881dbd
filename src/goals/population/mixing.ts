/** Whether Markov chains agree, and how many independent draws they are worth [Vehtari et al. 2021, section 3]. */

/** One chain's draws of a scalar: all chains of equal length. */
export type Chains = readonly Float64Array[];

interface Spread {
  /** Mean of the chains' own variances. */
  readonly within: number;
  /** Variance of all draws, estimated from within and between chains. */
  readonly total: number;
}

function spread(chains: Chains): Spread {
  const length = chains[0].length;
  const means = chains.map((chain) => chain.reduce((a, b) => a + b, 0) / length);
  const grand = means.reduce((a, b) => a + b, 0) / means.length;
  let [within, between] = [0, 0];
  chains.forEach((chain, c) => {
    within += chain.reduce((sum, x) => sum + (x - means[c]) ** 2, 0) / (length - 1) / chains.length;
    between += (means[c] - grand) ** 2 / Math.max(1, chains.length - 1);
  });
  return { within, total: (within * (length - 1)) / length + between };
}

const halves = (chains: Chains): Chains =>
  chains.flatMap((chain) => {
    const half = chain.length >> 1;
    return [chain.subarray(0, half), chain.subarray(chain.length - half)];
  });

/**
 * Split R-hat: sqrt(total variance / variance within half chains). Near 1 when all halves tell the same story; 1 for
 * draws that do not vary.
 */
export function splitRHat(chains: Chains): number {
  const { within, total } = spread(halves(chains));
  return total === 0 ? 1 : Math.sqrt(total / within);
}

/**
 * Number of independent draws that would estimate the mean as well: draws / (1 + 2 sum of autocorrelations), the sum
 * cut by Geyer's initial monotone sequence. At most draws x log10(draws), as in Stan.
 */
export function effectiveSampleSize(chains: Chains): number {
  const split = halves(chains);
  const length = split[0].length;
  const draws = length * split.length;
  const { within, total } = spread(split);
  if (total === 0) return draws;
  const centred = split.map((chain) => {
    const mean = chain.reduce((a, b) => a + b, 0) / length;
    return chain.map((x) => x - mean);
  });
  const correlation = (lag: number): number => {
    let covariance = 0;
    for (const chain of centred) for (let i = lag; i < length; i++) covariance += chain[i] * chain[i - lag];
    return 1 - (within - covariance / (length - 1) / split.length) / total;
  };
  let time = -1;
  let previous = Infinity;
  for (let lag = 0; lag + 1 < length; lag += 2) {
    const pair = lag === 0 ? 1 + correlation(1) : correlation(lag) + correlation(lag + 1);
    if (!(pair > 0)) break;
    previous = Math.min(previous, pair);
    time += 2 * previous;
  }
  return draws / Math.max(time, 1 / Math.log10(draws));
}
