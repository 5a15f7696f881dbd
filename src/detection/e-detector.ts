import { logSumExp } from "../numeric/index.js";
import type { BettingEValues } from "./betting.js";
import type { FalseAlarmInterval } from "./detector.js";

export interface EDetectorOptions {
  /** What is bet on; {@link boundedMean} or {@link subGaussianMean}. */
  readonly bets: BettingEValues;
  /** 1/alpha is the least mean run length to a false alarm, and the threshold. In (0, 1]. Default 0.001. */
  readonly alpha?: number;
}

/** @throws RangeError when alpha is out of range. */
export function eDetectorParameters({ bets, alpha = 0.001 }: EDetectorOptions): Required<EDetectorOptions> {
  if (!(alpha > 0 && alpha <= 1)) throw new RangeError(`alpha must lie in (0, 1], got ${alpha}`);
  return { bets, alpha };
}

/**
 * The mean of the bets' evidence, given as logarithms: a mean of e-detectors is one [Shin, Ramdas & Rinaldo,
 * arXiv:2203.03532]. Capped at the largest double.
 */
export function meanEvidence(logs: readonly number[]): number {
  return Math.min(Math.exp(logSumExp(logs) - Math.log(logs.length)), Number.MAX_VALUE);
}

export function guarantee(alpha: number): FalseAlarmInterval {
  return { kind: "at least", observations: 1 / alpha };
}
