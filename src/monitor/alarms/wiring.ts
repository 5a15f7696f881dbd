/** Which figure of a window each detector reads, and its threshold from the wanted false-alarm interval. */
import {
  adwin,
  type BettingEValues,
  boundedMean,
  cusum,
  cusumThreshold,
  cusumTwoSided,
  type Detector,
  eCusum,
  eShiryaevRoberts,
  ewma,
  ewmaWidth,
  pageHinkley,
  shewhart,
  shewhartLimit,
  subGaussianMean,
} from "../../detection/index.js";

export interface Armed {
  readonly detector: Detector<unknown>;
  readonly threshold: number;
  /** The threshold of a false-alarm interval a tenth as long, 10 windows at least; the alarm's own where there is none. */
  readonly warning: number;
}

export interface Wiring {
  /** Standard errors beyond the baseline, or the figure's share of its range. */
  readonly reads: "standardised" | "share";
  readonly sides: "upper" | "both";
  /** Whether a false-alarm interval can be asked for. */
  readonly promises: boolean;
  /** @param share the baseline as a share of the range. */
  arm(every: number, share: number): Armed;
}

const solved = (
  sides: Wiring["sides"],
  threshold: (every: number) => number,
  build: (threshold: number) => Detector<unknown>,
): Wiring => ({
  reads: "standardised",
  sides,
  promises: true,
  arm(every) {
    const alarm = threshold(every);
    return {
      detector: build(alarm),
      threshold: alarm,
      warning: threshold(warningInterval(every)),
    };
  },
});

const betting = (
  reads: Wiring["reads"],
  detector: typeof eCusum | typeof eShiryaevRoberts,
  bets: (share: number) => BettingEValues,
): Wiring => ({
  reads,
  sides: "upper",
  promises: true,
  arm: (every, share) => ({
    detector: detector({ bets: bets(share), alpha: 1 / every }),
    threshold: every,
    warning: warningInterval(every),
  }),
});

const learning = (
  reads: Wiring["reads"],
  sides: Wiring["sides"],
  threshold: number,
  detector: Detector<unknown>,
) => ({
  reads,
  sides,
  promises: false,
  arm: () => ({ detector, threshold, warning: threshold }),
});

const warningInterval = (every: number): number => Math.max(every / 10, 10);
const bounded = (share: number) => boundedMean({ nullMean: share });
const gaussian = () => subGaussianMean();

/** By the detector's name in the registry. */
export const wirings: Readonly<Record<string, Wiring>> = {
  shewhart: solved(
    "upper",
    (every) => shewhartLimit(every, { sides: "upper" }),
    (limit) => shewhart({ limit, sides: "upper" }),
  ),
  cusum: solved(
    "upper",
    (every) => cusumThreshold(every),
    (threshold) => cusum({ threshold }),
  ),
  "cusum-two-sided": solved(
    "both",
    (every) => cusumThreshold(every, { sides: "both" }),
    (threshold) => cusumTwoSided({ threshold }),
  ),
  ewma: solved(
    "both",
    (every) => ewmaWidth(every),
    (width) => ewma({ width }),
  ),
  "page-hinkley": learning("standardised", "upper", 50, pageHinkley({ sides: "upper" })),
  adwin: learning("share", "both", 1, adwin({ clock: 1 })),
  "e-shiryaev-roberts-bounded-mean": betting("share", eShiryaevRoberts, bounded),
  "e-shiryaev-roberts-sub-gaussian-mean": betting("standardised", eShiryaevRoberts, gaussian),
  "e-cusum-bounded-mean": betting("share", eCusum, bounded),
  "e-cusum-sub-gaussian-mean": betting("standardised", eCusum, gaussian),
};
