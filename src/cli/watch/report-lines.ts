/** What a closed window says: as JSON, and as a line for people. */
import type { WatchLine, WatchWindow } from "../../contracts/index.js";
import { printable } from "../../ingest/index.js";
import type {
  AlarmRecord,
  CrossingForecast,
  Diagnosis,
  MonitorReport,
  Notice,
  Windowing,
} from "../../monitor/index.js";
import type { Estimate } from "../../numeric/index.js";
import { timeLabel } from "../measure/windows.js";
import { figureText } from "../tables.js";
import type { SystemReport } from "./systems.js";

/** How figures are named and scaled. */
export interface Wording {
  readonly goals: readonly string[];
  readonly windowing: Windowing;
}

export function jsonLines({ system, report }: SystemReport, { goals, windowing }: Wording): WatchLine[] {
  const { window, start, end, n, counts, gap, entropy, fidelity, divergence, assessment } = report;
  const name = system === "" ? null : system;
  const outcomes = assessment?.alarms ?? [];
  return [
    {
      type: "window",
      system: name,
      window,
      start,
      end,
      label: windowLabel(report, windowing),
      observations: n,
      counts: Object.fromEntries(goals.map((goal, g) => [goal, counts[g]!])),
      gap,
      entropy,
      fidelity,
      divergence,
      drift: assessment?.drift ?? null,
      forecast: assessment?.forecast ?? null,
      diagnosis: diagnosisLine(assessment?.diagnosis ?? null),
      alarms: outcomes.map(({ rule, status, statistic, threshold, learning }) => {
        return { rule, status, statistic, threshold, learning };
      }),
    },
    ...outcomes.flatMap(({ notice, alarm }): WatchLine[] =>
      notice && alarm ? [{ type: "alarm", system: name, notice, alarm }] : [],
    ),
  ];
}

/** Lists that may be changed, as schemas have them. */
const diagnosisLine = (diagnosis: Diagnosis | null): WatchWindow["diagnosis"] =>
  diagnosis && {
    ...diagnosis,
    limits: [...diagnosis.limits],
    candidates: diagnosis.candidates.map((one) => ({ ...one, evidence: [...one.evidence] })),
  };

export function plainLines({ system, report }: SystemReport, { windowing }: Wording): string[] {
  const { gap, n, entropy, fidelity, assessment } = report;
  const head = [system === "" ? "" : printable(system), windowLabel(report, windowing)];
  const outcomes = assessment?.alarms ?? [];
  const figures = gap
    ? ["no observations"]
    : [
        `n ${n}`,
        entropy ? `S ${figureText(entropy)}` : "S undefined",
        assessment?.drift ? `dS/dt ${driftText(assessment.drift, windowing)}` : "",
        assessment?.forecast ? forecastText(assessment.forecast, windowing) : "",
        fidelity ? `fidelity ${figureText(fidelity)}` : "",
        assessment?.diagnosis ? failureText(assessment.diagnosis) : "",
      ];
  const statuses = outcomes.map(({ rule, status, learning }) => {
    const state = learning ? `learning ${learning.windows} of ${learning.of}` : status;
    return outcomes.length > 1 ? `${rule}: ${state}` : state;
  });
  return [
    [...head, ...figures, statuses.join(", ")].filter((part) => part !== "").join("  "),
    ...outcomes.flatMap(({ notice, alarm }) =>
      notice && alarm ? [[head[0], noticeText(notice, alarm, windowing)].filter(Boolean).join("  ")] : [],
    ),
  ];
}

const verbs: Readonly<Record<Notice, string>> = {
  raised: "ALARM",
  renotified: "ALARM goes on",
  resolved: "resolved",
};

/** "ALARM entropy-21: S 0.8 [0.7, 0.9], tolerated 0.5; since ...". */
export function noticeText(notice: Notice, alarm: AlarmRecord, windowing: Windowing): string {
  const { id, of, began, resolved, evidence, falseAlarmInterval } = alarm;
  if (notice === "resolved") return `resolved ${id} at ${timeText(resolved!, windowing)}`;
  const { detector, statistic, threshold, tolerated, value, windows } = evidence;
  const figure = of === "entropy" ? "S" : "fidelity";
  const promise =
    falseAlarmInterval.kind === "unknown"
      ? "false alarms: not known how often"
      : `one false alarm in ${falseAlarmInterval.kind === "at least" ? "at least " : ""}${Math.round(falseAlarmInterval.observations)} windows`;
  const { looksLike } = alarm;
  return [
    `${verbs[notice]} ${id}: ${figure} ${figureText(value)}, tolerated ${+tolerated.toPrecision(3)}`,
    `since ${timeText(began, windowing)} (${windows} window${windows === 1 ? "" : "s"})`,
    `${detector} ${+statistic.toPrecision(3)} > ${+threshold.toPrecision(3)}, ${promise}`,
    ...(looksLike ? [failureText(looksLike)] : []),
  ].join("; ");
}

/** "looks like insufficient work, 0.81". */
export const failureText = ({ named, confidence }: Pick<Diagnosis, "named" | "confidence">): string =>
  named === "undetermined"
    ? "which failure it is cannot be told"
    : `looks like ${named}, ${confidence.toFixed(2)}`;

/** "passes 0.7 in 40 [25, over 60] windows". */
export function forecastText(
  { limit, median, lower, upper, horizon, probability }: CrossingForecast,
  { size }: Windowing,
): string {
  const windows = (time: number) => +(time / size).toPrecision(2);
  const passes = `passes ${+limit.toPrecision(3)}`;
  if (median === null)
    return `${passes} within ${windows(horizon)} windows with ${Math.round(100 * probability.value)}%`;
  const end = (time: number | null) => (time === null ? `over ${windows(horizon)}` : windows(time));
  return `${passes} in ${windows(median)} [${end(lower)}, ${end(upper)}] windows`;
}

/** dS/dt in a unit that can be read: an hour, or 1000 observations. */
export function driftText({ value, lower, upper }: Estimate, { by }: Windowing): string {
  const [factor, unit] = by === "time" ? [3600, "nats/h"] : [1000, "nats/1000"];
  const scaled = figureText({ value: value * factor, lower: lower * factor, upper: upper * factor });
  return `${value > 0 ? "+" : ""}${scaled} ${unit}`;
}

export function windowLabel(
  { start, end }: Pick<MonitorReport, "start" | "end">,
  { by, size, slide = size }: Windowing,
): string {
  return by === "time" ? timeLabel(start, slide) : `${start} to ${end - 1}`;
}

const timeText = (time: number, { by }: Windowing): string =>
  by === "time" ? timeLabel(time, 1) : `observation ${time}`;
