import { type FisherResult, fisherResultSchema } from "../../contracts/index.js";
import {
  type GramAnalysis,
  gramAnalysis,
  type LambdaMaxInterval,
  type StreamedGram,
  sketchNonzeros,
  sketchWidening,
} from "../../fisher/index.js";
import { criticalWork } from "../../law/index.js";
import { RandomStream } from "../../numeric/index.js";
import { exitCode, UserError } from "../exit.js";
import { version } from "../version.js";
import type { GradientInput } from "./input.js";

export interface ResultSettings {
  readonly matrix: FisherResult["matrix"];
  /** N of gamma_crit, where it is not the number of entries read. */
  readonly parameters: number | undefined;
  readonly layers: string | null;
  readonly seed: number;
  readonly level: number;
  readonly splits: number;
  readonly ridges: readonly number[];
  readonly settledAt: number;
  readonly execution: string;
  readonly notes: readonly string[];
}

type Limits = FisherResult["lambdaMax"];

/** From the Gram matrix to what `telostat fisher` prints. */
export function fisherResult(
  { layout, sketch }: GradientInput,
  gram: StreamedGram,
  settings: ResultSettings,
): FisherResult {
  const { matrix, seed, level, splits, ridges, settledAt, layers, execution } = settings;
  const columns = sketch?.parameters ?? layout.columns;
  // Half of what may be missed is the draw of the gradients, half that of the projection.
  const shared = sketch === undefined ? level : (1 + level) / 2;
  const products =
    sketch === undefined ? gram.products : gram.products.map((value) => value / sketchNonzeros);
  const analysis = gramAnalysis(products, {
    parameters: columns,
    stream: RandomStream.fromSeed(seed).split("fisher"),
    matrix,
    splits,
    level: shared,
    ridges,
    settledAt,
  });
  const widening = sketch && widened(sketch.dimension, analysis, shared);
  const lambdaMax = limits(analysis.lambdaMax, level, widening);
  const parameters = settings.parameters ?? columns;
  const { trace } = analysis;
  return fisherResultSchema.parse({
    command: "fisher",
    version,
    seed,
    level,
    sources: layout.files.map(({ path }) => path),
    input: sketch === undefined ? "gradients" : "sketches",
    matrix,
    samples: layout.rows,
    columns,
    parameters,
    tensors: layout.tensors.slice(0, 1000).map(({ name, entries }) => ({ name, entries })),
    layers,
    splits,
    lambdaMax,
    bracket: analysis.bracket,
    tail: tailOf(analysis),
    points: pointsOf(analysis, sketch !== undefined),
    criticalWork: workLimits(lambdaMax, parameters),
    trace: {
      ...trace,
      level,
      lower: trace.lower * (widening?.trace.lower ?? 1),
      upper: trace.upper * (widening?.trace.upper ?? 1),
    },
    traceOverTop: ratioLimits(analysis.traceOverTop, level, widening),
    effectiveDimensions: [...analysis.effectiveDimensions],
    eigenvalues: [...analysis.eigenvalues],
    density: densityOf(analysis, sketch !== undefined),
    curve: analysis.curve.map(({ rows, lower, upper }) => ({ samples: rows, lower, upper })),
    settling: settlingOf(analysis),
    sketch:
      (sketch &&
        widening && {
          version: sketch.version,
          seed: String(sketch.seed),
          dimension: sketch.dimension,
          lowerFactor: widening.lower,
          upperFactor: widening.upper,
          level: widening.level,
          method: widening.method,
        }) ??
      null,
    execution,
    notes: [...settings.notes, ...notesOf(settings, sketch !== undefined)],
  } satisfies FisherResult);
}

type Widening = ReturnType<typeof sketchWidening>;

function widened(dimension: number, { eigenvalues, trace }: GramAnalysis, level: number): Widening {
  try {
    return sketchWidening(dimension, Math.max(1, trace.value / (eigenvalues[0] as number)), level);
  } catch (error) {
    throw new UserError((error as Error).message, exitCode.notEnoughData);
  }
}

function limits(interval: LambdaMaxInterval, level: number, widening: Widening | undefined): Limits {
  const { value, lower, upper, noUpper, method, n, covers } = interval;
  return {
    value,
    lower: lower * (widening?.lower ?? 1),
    upper: upper === undefined ? null : upper * (widening?.upper ?? 1),
    noUpper: noUpper ?? null,
    level,
    method: widening === undefined ? method : `${method}; widened for the projection (${widening.method})`,
    n,
    covers: widening === undefined ? covers : `${covers}, and of the projection`,
  };
}

/** The trace and lambda_max of the same projection move together; that is not used. */
function ratioLimits(interval: LambdaMaxInterval, level: number, widening: Widening | undefined): Limits {
  const plain = limits(interval, level, undefined);
  if (widening === undefined) return plain;
  const { trace, lower, upper } = widening;
  return {
    ...plain,
    lower: Math.max(1, (plain.lower * trace.lower) / upper),
    upper: plain.upper === null || lower === 0 ? null : (plain.upper * trace.upper) / lower,
    noUpper:
      plain.noUpper ?? (lower === 0 ? "the projection is too small for a lower limit of lambda_max" : null),
    covers: `${plain.covers}, and of the projection`,
  };
}

/** gamma_crit rises with lambda_max: limits of one are limits of the other. */
function workLimits(lambdaMax: Limits, parameters: number): Limits {
  const { value, lower, upper, method } = lambdaMax;
  return {
    ...lambdaMax,
    value: criticalWork(value, parameters),
    lower: criticalWork(lower, parameters),
    upper: upper === null ? null : criticalWork(upper, parameters),
    method: `(ln N / 2) x lambda_max by ${method}`,
  };
}

function tailOf({ tail }: GramAnalysis): FisherResult["tail"] {
  const { kurtosis, effectiveRows, leadingShare, leadingRow, withoutLeadingRow } = tail;
  const { againstPoint, againstUpper } = tail;
  return {
    kurtosis,
    effectiveRows,
    leadingShare,
    leadingRow,
    withoutLeadingRow,
    againstPoint: [...againstPoint],
    againstUpper: [...againstUpper],
  };
}

function pointsOf(
  { noiseReduction, spikedModel, tail }: GramAnalysis,
  sketched: boolean,
): FisherResult["points"] {
  const withheld = sketched
    ? "for whole gradients only: a projection changes the noise that it corrects for"
    : tail.againstPoint.join("; ") || null;
  const undetected =
    spikedModel.value === undefined ? "undetected: no eigenvalue stands out from white noise" : null;
  const point = (name: string, source: string, value: number | undefined, reason: string | null) => ({
    name,
    source,
    value: reason === null ? (value ?? null) : null,
    reason,
  });
  return [
    point("noise reduction", "Yata & Aoshima 2012", noiseReduction, withheld),
    point("spiked model", "Donoho, Gavish & Johnstone 2018", spikedModel.value, withheld ?? undetected),
  ];
}

/** The noise of sketches is not that of as many parameters: no law is laid over. */
const densityOf = ({ density }: GramAnalysis, sketched: boolean): FisherResult["density"] =>
  density.map(({ from, to, share, noise }) => ({
    from,
    to,
    share,
    noise: sketched ? null : (noise ?? null),
  }));

function settlingOf({ settling }: GramAnalysis): FisherResult["settling"] {
  if (settling === undefined) return null;
  const { target, ratio, fewest = null, most = null, message } = settling;
  return { target, ratio, fewest, most, message };
}

function notesOf({ matrix, parameters, layers }: ResultSettings, sketched: boolean): string[] {
  return [
    matrix === "empirical Fisher"
      ? "Gradients at observed labels: the empirical Fisher, which can be far from the Fisher matrix (--matrix monte-carlo if labels were drawn from the model)."
      : "",
    parameters === undefined && layers !== null
      ? "N of gamma_crit counts the chosen tensors; --parameters N for the whole model."
      : "",
    sketched ? "Eigenvalues and bracket are of the sketches; limits allow for the projection." : "",
  ].filter((note) => note !== "");
}
