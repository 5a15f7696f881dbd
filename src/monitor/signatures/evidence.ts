import { type Estimate, normalCdf, normalQuantile } from "../../numeric/index.js";
import { meanRate, wander } from "./mean-rate.js";
import { fitRamp, onsetInterval, type Ramp, sizeInterval, startsBefore, startsBy } from "./ramp.js";
import { divergenceOf, logarithms, type Streams } from "./streams.js";
import type { SignatureThresholds } from "./thresholds.js";

/** One thing that speaks for or against a signature. */
export interface Evidence {
  /** What is asked. */
  readonly statement: string;
  /** The statistic and its 95% interval; null where it has none. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Probability that the statement holds; null: its stream is absent. */
  readonly probability: number | null;
}

/** Every statement that signatures are made of. */
export interface Statements {
  readonly rises: Evidence;
  readonly fidelityFalls: Evidence;
  readonly fromStart: Evidence;
  readonly workTooLow: Evidence;
  readonly lambdaGrows: Evidence;
  readonly lambdaFirst: Evidence;
  readonly divergenceGrows: Evidence;
  readonly divergenceFirst: Evidence;
  readonly beyondSum: Evidence;
}

/** `undefined` below six readings of S. */
export function statements(streams: Streams, thresholds: SignatureThresholds): Statements | undefined {
  const rise = fitRamp(streams.entropy);
  if (rise === undefined) return undefined;
  const { entropy, fidelity, lambdaMax } = streams;
  const start = entropy[0]!.time;
  const span = entropy[entropy.length - 1]!.time - start;
  const slack = thresholds.onsetSlack * span;
  const lambda = lambdaMax && fitRamp(logarithms(lambdaMax));
  const gap = divergenceOf(streams);
  const divergence = gap && fitRamp(gap.readings);
  const fall = fidelity && fitRamp(fidelity);
  const least = thresholds.growth;
  return {
    rises: grows(
      "rise of S, nats",
      rise,
      thresholds.rise,
      Math.hypot(rise.standardError, wander(entropy, rise)),
    ),
    fidelityFalls: fall
      ? opposite(grows("change of the fidelity", fall, 0))
      : absent("change of the fidelity"),
    fromStart: dated("time at which S begins to rise", rise, startsBy(rise, start + thresholds.early * span)),
    ...balance(streams, thresholds),
    lambdaGrows: lambda
      ? grows("growth of ln lambda_max", lambda, Math.log(least))
      : absent("growth of ln lambda_max"),
    lambdaFirst: lambda
      ? dated("time at which lambda_max begins to grow", lambda, startsBefore(lambda, rise, slack))
      : absent("time at which lambda_max begins to grow"),
    divergenceGrows:
      gap && divergence
        ? grows(
            `growth of ${gap.name}`,
            divergence,
            Math.max(thresholds.divergence, (least - 1) * divergence.start),
          )
        : absent("growth of the divergence"),
    divergenceFirst:
      gap && divergence
        ? dated(`time at which ${gap.name} begins to grow`, divergence, startsBefore(divergence, rise, slack))
        : absent("time at which the divergence begins to grow"),
  };
}

/** The same, with the probability of the contrary. */
export const opposite = (evidence: Evidence): Evidence => ({
  ...evidence,
  statement: `not so: ${evidence.statement}`,
  probability: evidence.probability === null ? null : 1 - evidence.probability,
});

const absent = (statement: string): Evidence => ({
  statement,
  value: null,
  lower: null,
  upper: null,
  probability: null,
});

function grows(statement: string, ramp: Ramp, least: number, sd = ramp.standardError): Evidence {
  return {
    statement: least === 0 ? statement : `${statement}, above ${least.toPrecision(2)}`,
    value: ramp.size,
    ...sizeInterval(ramp, sd),
    probability: normalCdf((ramp.size - least) / sd),
  };
}

const dated = (statement: string, ramp: Ramp, probability: number): Evidence => ({
  statement,
  value: ramp.onset,
  ...onsetInterval(ramp),
  probability: Math.min(1, probability),
});

const Z95 = normalQuantile(0.975);

const sdOf = ({ lower, upper }: Estimate): number => (upper - lower) / (2 * Z95);

/** Work against the production of the sources alone; dS/dt + work against their sum. */
function balance(
  { entropy, work, alone }: Streams,
  { excess }: SignatureThresholds,
): Pick<Statements, "workTooLow" | "beyondSum"> {
  const low = "sigma of the sources less work, nats per time";
  const beyond = "dS/dt + work less the sources' sum, nats per time";
  const sources = [alone?.exploration, alone?.gaming].flatMap((source) => source ?? []);
  const sum = sources.reduce((total, { value }) => total + value, 0);
  const sd = Math.hypot(...sources.map(sdOf));
  const difference = (statement: string, value: number, error: number, least = 0): Evidence => ({
    statement,
    value,
    lower: value - Z95 * error,
    upper: value + Z95 * error,
    probability: normalCdf((value - least) / error),
  });
  const rate = meanRate(entropy)!;
  const applied = work ?? { value: 0, lower: 0, upper: 0 };
  const workSd = work ? sdOf(work) : 0;
  return {
    workTooLow:
      work && sources.length > 0 ? difference(low, sum - applied.value, Math.hypot(sd, workSd)) : absent(low),
    beyondSum:
      alone?.exploration && alone.gaming
        ? difference(
            `${beyond}, above ${excess} of the sum`,
            rate.value + applied.value - sum,
            Math.hypot(sdOf(rate), workSd, sd),
            excess * Math.max(0, sum),
          )
        : absent(beyond),
  };
}
