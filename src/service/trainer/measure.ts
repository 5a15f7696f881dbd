/** What a trainer sent, as a policy takes it and as it is drawn. */
import type { SystemSettings, TrainerStep } from "../../contracts/index.js";
import type { Measurement } from "../../control/index.js";
import { posteriorInterval } from "../../entropy/index.js";
import {
  exactProducts,
  lambdaMaxEvidence,
  sampleGram,
  sketchNonzeros,
  sketchWidening,
} from "../../fisher/index.js";
import { type Estimate, RandomStream } from "../../numeric/index.js";
import { goalsOf } from "../stream/system-monitor.js";
import { Refusal } from "./refusal.js";

export interface Measured {
  readonly measurement: Measurement;
  readonly entropy: Estimate | null;
  readonly lambdaMax: Estimate | null;
  readonly objectiveDivergence: Estimate | null;
  readonly proxyScore: Estimate | null;
  readonly trueScore: Estimate | null;
  /** Why there is less than was sent; null where there is not. */
  readonly note: string | null;
}

const LEVEL = 0.95;

/**
 * @param run its name is the seed of what is drawn: the same step has the same estimates.
 * @throws Refusal
 */
export function measure(run: string, request: TrainerStep, system: SystemSettings): Measured {
  const stream = RandomStream.fromSeed(0).split(`${run}/${request.step}`);
  const entropy = reported(request.entropy) ?? fromCounts(request.counts, goalsOf(system), stream);
  const sketched =
    request.lambdaMax === undefined && request.sketches !== undefined
      ? fromSketches(request.sketches, stream)
      : undefined;
  const lambdaMax = reported(request.lambdaMax) ?? sketched?.lambdaMax ?? null;
  return {
    measurement: {
      step: request.step,
      entropy: entropy ?? undefined,
      lambdaMax: lambdaMax ?? undefined,
      divergence: request.divergence,
    },
    entropy,
    lambdaMax,
    objectiveDivergence: reported(request.objectiveDivergence),
    proxyScore: reported(request.proxyScore),
    trueScore: reported(request.trueScore),
    note: sketched?.note ?? null,
  };
}

function reported(bounded: TrainerStep["entropy"]): Estimate | null {
  return bounded === undefined
    ? null
    : { ...bounded, method: "as the trainer told it", n: 0, covers: "what the trainer says" };
}

function fromCounts(
  counts: TrainerStep["counts"],
  goals: readonly string[],
  stream: RandomStream,
): Estimate | null {
  if (counts === undefined) return null;
  const unknown = Object.keys(counts).find((goal) => !goals.includes(goal));
  if (unknown !== undefined)
    throw new Refusal("invalid", `counts: '${unknown}' is none of the goals`, "counts");
  const inOrder = goals.map((goal) => counts[goal] ?? 0);
  return posteriorInterval(inOrder, { stream: stream.split("entropy"), level: LEVEL }) ?? null;
}

/** Half of what may be missed is the draw of the gradients, half that of the projection. */
function fromSketches(rows: readonly (readonly number[])[], stream: RandomStream) {
  const dimension = rows[0]!.length;
  const uneven = rows.findIndex((row) => row.length !== dimension);
  if (uneven >= 0)
    throw new Refusal("invalid", `sketches[${uneven}]: expected ${dimension} numbers`, `sketches[${uneven}]`);
  const shared = (1 + LEVEL) / 2;
  try {
    const products = exactProducts(Float64Array.from(rows.flat()), rows.length, dimension);
    const gram = sampleGram(products.map((value) => value / sketchNonzeros));
    const evidence = lambdaMaxEvidence(gram, 16, stream.split("lambda_max"));
    const { value, lower, upper, noUpper, method, n, covers } = evidence.interval(shared);
    const trace = rows.reduce((sum, _, i) => sum + gram.entries[i * rows.length + i]!, 0) / rows.length;
    const widening = sketchWidening(dimension, Math.max(1, trace / evidence.bracket.upper), shared);
    if (upper === undefined)
      return { lambdaMax: null, note: `the sketches give lambda_max no upper limit: ${noUpper}` };
    return {
      note: null,
      lambdaMax: {
        value,
        lower: lower * widening.lower,
        upper: upper * widening.upper,
        level: LEVEL,
        method: `${method}; widened for the projection (${widening.method})`,
        n,
        covers: `${covers}, and of the projection`,
      },
    };
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal("invalid", `sketches: ${error.message}`, "sketches");
    throw error;
  }
}
