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
  /** By how much S may have wandered by itself over the rise, nats: a standard deviation. */
  readonly wander: number;
}

/** `undefined` below six readings of S. */
export function statements(streams: Streams, thresholds: SignatureThresholds): Statements | undefined {
  const rise = fitRamp(streams.entropy);
  if (rise === undefined) return undefined;
  const { entropy, fidelity, lambdaMax } = streams;
  const start = entropy[0]!.time;
  const span = entropy[entropy.length - 1]!.time - start;
  const before = { rise, slack: thresholds.onsetSlack * span };
  const lambda = cause("ln lambda_max", lambdaMax && fitRamp(logarithms(lambdaMax)), before, () =>
    Math.log(thresholds.growth),
  );
  const gap = divergenceOf(streams);
  const divergence = cause(gap?.name ?? "the divergence", gap && fitRamp(gap.readings), before, (ramp) =>
    Math.max(thresholds.divergence, (thresholds.growth - 1) * ramp.start),
  );
  const wandered = wander(entropy, rise);
  const sd = Math.hypot(rise.standardError, wandered);
  return {
    rises: grows("rise of S, nats", rise, thresholds.rise, sd),
    fidelityFalls: falls("change of the fidelity, below 0", fidelity && fitRamp(fidelity)),
    fromStart: dated("time at which S begins to rise", rise, startsBy(rise, start + thresholds.early * span)),
    ...balance(streams, thresholds),
    lambdaGrows: lambda.grows,
    lambdaFirst: lambda.first,
    divergenceGrows: divergence.grows,
    divergenceFirst: divergence.first,
    wander: wandered,
  };
}

/** That a possible cause grows by at least `least`, and that it begins to no later than S. */
function cause(
  name: string,
  ramp: Ramp | undefined,
  { rise, slack }: { rise: Ramp; slack: number },
  least: (ramp: Ramp) => number,
): { grows: Evidence; first: Evidence } {
  const [growth, begins] = [`growth of ${name}`, `time at which ${name} begins to grow`];
  if (ramp === undefined) return { grows: absent(growth), first: absent(begins) };
  return {
    grows: grows(growth, ramp, least(ramp)),
    first: dated(begins, ramp, startsBefore(ramp, rise, slack)),
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
    statement: `${statement}, above ${least.toPrecision(2)}`,
    value: ramp.size,
    ...sizeInterval(ramp, sd),
    probability: normalCdf((ramp.size - least) / sd),
  };
}

function falls(statement: string, ramp: Ramp | undefined): Evidence {
  if (ramp === undefined) return absent(statement);
  const { size, standardError } = ramp;
  return {
    statement,
    value: size,
    ...sizeInterval(ramp, standardError),
    probability: normalCdf(-size / standardError),
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
  const applied = work ?? { value: 0, lower: 0, upper: 0 };
  const workSd = work ? sdOf(work) : 0;
  const rate = alone?.exploration && alone.gaming && meanRate(entropy);
  return {
    workTooLow:
      work && sources.length > 0 ? difference(low, sum - applied.value, Math.hypot(sd, workSd)) : absent(low),
    beyondSum: rate
      ? difference(
          `${beyond}, above ${excess} of the sum`,
          rate.value + applied.value - sum,
          Math.hypot(sdOf(rate), workSd, sd),
          excess * Math.max(0, sum),
        )
      : absent(beyond),
  };
}
