import { adwin } from "./adwin.js";
import { boundedMean } from "./bounded-mean.js";
import { cusum } from "./cusum.js";
import { cusumTwoSided } from "./cusum-two-sided.js";
import type { Detector } from "./detector.js";
import { eCusum } from "./e-cusum.js";
import { eShiryaevRoberts } from "./e-shiryaev-roberts.js";
import { ewma } from "./ewma.js";
import { pageHinkley } from "./page-hinkley.js";
import { shewhart } from "./shewhart.js";
import { subGaussianMean } from "./sub-gaussian-mean.js";

const all: readonly Detector<unknown>[] = [
  shewhart(),
  cusum(),
  cusumTwoSided(),
  ewma(),
  pageHinkley(),
  adwin(),
  eShiryaevRoberts({ bets: boundedMean() }),
  eShiryaevRoberts({ bets: subGaussianMean() }),
  eCusum({ bets: boundedMean() }),
  eCusum({ bets: subGaussianMean() }),
];

/** Every detector by its name, with its default parameters. */
export const detectors: ReadonlyMap<string, Detector<unknown>> = new Map(
  all.map((detector) => [detector.name, detector]),
);
