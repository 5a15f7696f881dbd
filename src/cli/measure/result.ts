import { type MeasureResult, type MeasureWindow, measureResultSchema } from "../../contracts/index.js";
import { InputError } from "../../ingest/index.js";
import { type Estimate, RandomStream } from "../../numeric/index.js";
import { exitCode, UserError } from "../exit.js";
import { version } from "../version.js";
import type { Figures, Measurer, Method, Observation, Sample } from "./method.js";
import { type Window, type Windowing, Windows } from "./windows.js";

export interface MeasureSettings {
  readonly source: string;
  readonly level: number;
  readonly seed: number;
  readonly windowing?: Windowing | undefined;
  /** What a reader left out, known when all is read. */
  readonly omissions?: () => readonly string[];
  /** Told before each window is measured. */
  readonly progress?: (window: number, windows: number) => Promise<void>;
}

/** From observations to what `telostat measure` prints. */
export async function measureResult<T, S extends Sample<T>>(
  observations: AsyncIterable<Observation<T>>,
  method: Method<T, S>,
  settings: MeasureSettings,
): Promise<MeasureResult> {
  const { source, level, seed, windowing, omissions = () => [] } = settings;
  const windows = new Windows(windowing, () => method.newSample());
  for await (const observation of observations) windows.add(observation);
  const whole = windows.whole();
  if (whole.n === 0) {
    throw new UserError(`${source}: no observations: every count is 0`, exitCode.notEnoughData);
  }
  const measurer = method.measurer(whole);
  const { goals, intended, notes } = measurer;
  if (goals.length < 2) {
    throw new InputError({ source }, "one goal only; expected two or more, or all there could be in --goals");
  }
  const stream = RandomStream.fromSeed(seed).split("measure", method.input);
  const measured = measurer.measure(whole, stream.split("whole"));
  const entropy = measured?.entropy;
  if (!measured || !entropy) {
    throw new UserError(
      [`${source}: ${method.insufficient(whole.n)}`, ...omissions()].join("; "),
      exitCode.notEnoughData,
    );
  }
  const maximumEntropy = Math.log(goals.length);
  const parts = await measureWindows(windows.list(), measurer, stream, settings);
  return measureResultSchema.parse({
    command: "measure",
    version,
    source,
    input: method.input,
    seed,
    level,
    estimator: measured.estimator,
    interval: method.interval,
    observations: whole.n,
    goals: goals.length,
    entropy,
    maximumEntropy,
    relativeEntropy: scaled(entropy, 1 / maximumEntropy),
    ...goalFigures(measured, measurer),
    intended: intended ?? null,
    windowing: windowing ?? null,
    windows: parts?.windows ?? null,
    crossChecks: measured.crossChecks ? [...measured.crossChecks] : null,
    notes: [...notes, ...measured.notes, ...(parts?.notes ?? []), ...omissions()],
  } satisfies MeasureResult);
}

async function measureWindows<S>(
  list: readonly Window<S & { readonly n: number }>[] | undefined,
  measurer: Measurer<S>,
  stream: RandomStream,
  { progress }: MeasureSettings,
): Promise<{ windows: MeasureWindow[]; notes: string[] } | undefined> {
  if (list === undefined) return undefined;
  const windows: MeasureWindow[] = [];
  for (const [w, { sample, ...bounds }] of list.entries()) {
    await progress?.(w, list.length);
    const figures = sample && measurer.measure(sample, stream.split("window", w));
    windows.push({
      ...bounds,
      observations: sample?.n ?? 0,
      entropy: figures?.entropy ?? null,
      ...(figures ? goalFigures(figures, measurer) : { distribution: [], fidelity: null, divergence: null }),
      notes: [...(figures?.notes ?? [])],
    });
  }
  return { windows, notes: windowNotes(windows) };
}

function windowNotes(windows: readonly MeasureWindow[]): string[] {
  const gaps = windows.filter(({ observations }) => observations === 0).length;
  const silent = windows.filter(({ observations, entropy }) => observations > 0 && entropy === null).length;
  const limited = windows.filter(({ notes }) => notes.length > 0).length;
  const of = `of ${windows.length} windows`;
  return [
    gaps > 0 ? `${gaps} ${of} have no observations: gaps, not zeros.` : "",
    silent > 0 ? `${silent} ${of} have too few observations for S.` : "",
    limited > 0 ? `${limited} ${of} have notes of their own; --json lists them.` : "",
    windows.length === 0 ? "" : "Intervals of windows hold for each window by itself, not for all at once.",
  ].filter((note) => note !== "");
}

function goalFigures(
  { counts, probabilities, fidelity, divergence }: Figures,
  { goals, intended }: Measurer<never>,
): Pick<MeasureResult, "distribution" | "fidelity" | "divergence"> {
  return {
    distribution: goals.map((goal, g) => ({ goal, count: counts[g]!, probability: probabilities[g]! })),
    fidelity: intended === undefined ? null : fidelity,
    divergence: intended === undefined ? null : divergence,
  };
}

/** An estimate of a multiple. */
const scaled = (estimate: Estimate, factor: number): Estimate => ({
  ...estimate,
  value: estimate.value * factor,
  lower: estimate.lower * factor,
  upper: estimate.upper * factor,
});
