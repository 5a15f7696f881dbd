/** Which failure the figures look like, by the monitor's signatures: of the windows of a system, and of a training run. */
import type {
  DiagnosisReport,
  SeriesWindow,
  SystemSettings,
  TrainingPoint,
  TrainingRun,
} from "../../contracts/index.js";
import {
  type Diagnosis,
  diagnose,
  type Reading,
  remember,
  type Streams,
  standardError,
  streamsOf,
  type WindowRecord,
} from "../../monitor/index.js";
import type { Estimate } from "../../numeric/index.js";

/** Windows, and measurements of S in a run, by which a failure is named. */
export const RECORD = 60;
/** Points of a run among which they are looked for. */
export const POINTS = 500;
/** Windows that are read at most. */
const MOST = 2000;

/** Windows to be read, of which {@link RECORD} share nothing. */
export const lookedAt = ({ window: { size, slide = size } }: Pick<SystemSettings, "window">): number =>
  Math.min(RECORD * Math.round(size / slide), MOST);

/** What is further from 0, or less sure, is no measurement of any of these. */
const LARGEST = 1e6;

/** As a reading; none where the trainer told what cannot be one. */
export function readingOf(time: number, estimate: Estimate | null | undefined): Reading[] {
  if (!estimate) return [];
  const error = standardError(estimate);
  return Math.abs(estimate.value) < LARGEST && error < LARGEST
    ? [{ time, value: estimate.value, standardError: error }]
    : [];
}

const causes = {
  lambdaMax: "lambdaMax",
  divergence: "objectiveDivergence",
  proxy: "proxyScore",
  trueScore: "trueScore",
} as const;

/** What trainers told beside S, each point at its place; of several at one place the last. */
function causesOf(
  points: readonly TrainingPoint[],
  placeOf: (point: TrainingPoint) => number | undefined,
): Partial<Streams> {
  const told = Object.entries(causes).map(([stream, figure]) => {
    const readings = new Map<number, Reading>();
    for (const point of points) {
      const place = placeOf(point);
      if (place === undefined) continue;
      for (const reading of readingOf(place, point[figure])) readings.set(place, reading);
    }
    return [stream, [...readings.values()].sort((a, b) => a.time - b.time)] as const;
  });
  return Object.fromEntries(told.filter(([, readings]) => readings.length >= 6));
}

/**
 * By S and fidelity of the last 60 windows with data that share nothing, and by what the run that was last at work told
 * while they were open. Null below six.
 */
export function diagnoseWindows(
  windows: readonly SeriesWindow[],
  runs: readonly TrainingRun[],
): DiagnosisReport | null {
  const apart: SeriesWindow[] = [];
  for (const window of windows)
    if (!window.gap && window.start >= (apart.at(-1)?.end ?? Number.NEGATIVE_INFINITY)) apart.push(window);
  const record = apart.reduce<WindowRecord>(
    (all, window) => remember(all, { ...window, divergence: null }),
    [],
  );
  const shown = apart.slice(-record.length);
  const from = apart.at(-record.length - 1)?.closed ?? Number.NEGATIVE_INFINITY;
  const latest = [...runs].sort((a, b) => lastTime(a) - lastTime(b)).at(-1);
  const placeOf = ({ time }: TrainingPoint) => {
    const window = time > from ? shown.find(({ closed }) => closed >= time) : undefined;
    return window && (window.start + window.end) / 2;
  };
  return reported(diagnose({ ...streamsOf(record), ...causesOf(latest?.points ?? [], placeOf) }));
}

const lastTime = ({ points }: TrainingRun): number => points.at(-1)?.time ?? 0;

/** By the last 60 measurements of S, and of what else was measured since the first of them. Null below six. */
export function diagnoseRun({ points }: TrainingRun): DiagnosisReport | null {
  const entropy = points.flatMap(({ step, entropy }) => readingOf(step, entropy)).slice(-RECORD);
  const first = entropy[0]?.time ?? Number.POSITIVE_INFINITY;
  const placeOf = ({ step }: TrainingPoint) => (step >= first ? step : undefined);
  return reported(diagnose({ entropy, ...causesOf(points, placeOf) }));
}

/** Lists that may be changed, as schemas have them. */
function reported(diagnosis: Diagnosis | undefined): DiagnosisReport | null {
  if (diagnosis === undefined) return null;
  const candidates = diagnosis.candidates.map((one) => ({ ...one, evidence: [...one.evidence] }));
  return { ...diagnosis, limits: [...diagnosis.limits], candidates };
}
