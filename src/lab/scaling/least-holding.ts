/** The least gamma that holds: bracketing, then bisection, in ln gamma. */

/** What one run at a constant gamma did: its late S, or null where it diverged. */
export interface Probe {
  readonly gamma: number;
  readonly entropy: number | null;
  /** Step at which divergence was seen, or null. */
  readonly divergedAt: number | null;
}

export interface SearchOptions {
  /** S to hold, nats. */
  readonly target: number;
  /** First gamma > 0 that is tried. */
  readonly start: number;
  /** See ScalingParameters. */
  readonly expansion: number;
  readonly expansions: number;
  readonly resolution: number;
}

export type Outcome = "measured" | "held without work" | "held by no gamma" | "held by every gamma";

export interface LeastHolding {
  readonly outcome: Outcome;
  /** Crossing by interpolation within the bracket, in S against ln gamma; null unless measured. */
  readonly gamma: number | null;
  /** The bracket: the lower end did not hold, the upper end did. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Every run, in order; the first is without work. */
  readonly probes: readonly Probe[];
}

/**
 * Searches the least gamma with late S <= target. S need not fall everywhere with gamma: what is found is a crossing, with
 * a run on each side. A diverged run does not hold.
 */
export async function leastHolding(
  run: (gamma: number) => Promise<Probe>,
  { target, start, expansion, expansions, resolution }: SearchOptions,
): Promise<LeastHolding> {
  const probes: Probe[] = [];
  const probe = async (gamma: number): Promise<Probe> => {
    const seen = await run(gamma);
    probes.push(seen);
    return seen;
  };
  const holds = ({ entropy }: Probe): boolean => entropy !== null && entropy <= target;
  const without = (outcome: Outcome): LeastHolding => ({
    outcome,
    gamma: null,
    lower: null,
    upper: null,
    probes,
  });

  if (holds(await probe(0))) return without("held without work");
  let last = await probe(start);
  const up = !holds(last);
  let [below, above] = [last, last];
  for (let i = 0; ; i++) {
    if (i === expansions) return without(up ? "held by no gamma" : "held by every gamma");
    const next = await probe(up ? last.gamma * expansion : last.gamma / expansion);
    [below, above] = up ? [last, next] : [next, last];
    last = next;
    if (holds(next) === up) break;
  }
  while (above.gamma / below.gamma > resolution) {
    const middle = await probe(Math.sqrt(above.gamma * below.gamma));
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return {
    outcome: "measured",
    gamma: crossing(below, above, target),
    lower: below.gamma,
    upper: above.gamma,
    probes,
  };
}

function crossing(below: Probe, above: Probe, target: number): number {
  if (below.entropy === null || above.entropy === null) return Math.sqrt(below.gamma * above.gamma);
  const share = (below.entropy - target) / (below.entropy - above.entropy);
  return below.gamma * (above.gamma / below.gamma) ** share;
}
