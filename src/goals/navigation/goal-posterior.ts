import { logSumExp } from "../../numeric/index.js";
import { type Choices, fitConditionalLogit } from "./conditional-logit.js";

/** One walk before candidate targets: [candidate] the log-likelihood of each of its clicks. */
export interface Evidence {
  readonly clicks: readonly Float64Array[];
  /** Which candidate was sought. */
  readonly truth: number;
  /** Walks of one cluster may depend on each other. */
  readonly cluster: number;
}

/**
 * How much clicks count: after t of them, ln p(goal | clicks) = a_t l_t + b_t (l_1 + ... + l_{t-1}) + constant, l the
 * log-likelihood of each. Bayes' rule with a uniform prior is a = b = 1; less says that clicks repeat each other or that people
 * differ from the policy.
 */
export interface Tempering {
  /** [a, b] after 1, 2, ... clicks; the last also serves beyond. */
  readonly weights: readonly Float64Array[];
}

/** Bayes' rule. */
export const untempered: Tempering = { weights: [Float64Array.of(1, 1)] };

/** ln of the posterior over the candidates after the first `clicks` clicks; uniform when none can explain them. */
export function logGoalPosterior(evidence: Evidence, clicks: number, { weights }: Tempering): Float64Array {
  const [last, earlier] = clicks === 0 ? [0, 0] : weights[Math.min(clicks, weights.length) - 1];
  const logits = Float64Array.from(evidence.clicks, (candidate) => {
    const { now, before } = split(candidate, clicks);
    return Number.isFinite(now + before) ? last * now + earlier * before : -Infinity;
  });
  const total = logSumExp(logits);
  return logits.map((logit) => (total === -Infinity ? -Math.log(logits.length) : logit - total));
}

/**
 * Learns the tempering by conditional logit over the candidates of walks whose target is known, drawn towards Bayes'
 * rule.
 *
 * @param lengths after how many clicks to learn weights of their own; longer walks count for the last.
 */
export function temper(walks: readonly Evidence[], lengths: number): Tempering {
  return {
    weights: Array.from({ length: lengths }, (_, i) => {
      const choices = candidatesAfter(walks, i + 1, i + 1 === lengths);
      const bayes = untempered.weights[0];
      return choices.taken.length === 0 ? bayes : fitConditionalLogit(choices, { centre: bayes }).weights;
    }),
  };
}

/** Each walk's living candidates after `clicks` clicks, with `andMore` also after every longer prefix. */
function candidatesAfter(walks: readonly Evidence[], clicks: number, andMore: boolean): Choices {
  const features: number[] = [];
  const [start, end, taken, cluster]: number[][] = [[], [], [], []];
  for (const walk of walks) {
    const longest = walk.clicks[walk.truth].length;
    for (let seen = clicks; seen <= (andMore ? longest : Math.min(clicks, longest)); seen++) {
      start.push(features.length / 2);
      walk.clicks.forEach((candidate, i) => {
        const { now, before } = split(candidate, seen);
        if (i === walk.truth) taken.push(features.length / 2);
        if (Number.isFinite(now + before)) features.push(now, before);
        else if (i === walk.truth) throw new RangeError("the target sought cannot explain the walk to it");
      });
      end.push(features.length / 2);
      cluster.push(walk.cluster);
    }
  }
  return {
    width: 2,
    features: Float32Array.from(features),
    start: Int32Array.from(start),
    end: Int32Array.from(end),
    taken: Int32Array.from(taken),
    cluster: Int32Array.from(cluster),
  };
}

/** The log-likelihood of click number `clicks` and that of all before it. */
function split(candidate: Float64Array, clicks: number): { now: number; before: number } {
  let before = 0;
  for (let i = 0; i < clicks - 1; i++) before += candidate[i];
  return { now: clicks === 0 ? 0 : candidate[clicks - 1], before };
}
