/** The live view on a terminal: the last windows of each system, drawn over and over. */
import { styleText } from "node:util";
import { createLogUpdate } from "log-update";
import { printable } from "../../ingest/index.js";
import type { AlarmRecord, AlarmStatus, Diagnosis, MonitorReport, RuleOutcome } from "../../monitor/index.js";
import { figureText } from "../tables.js";
import { type BandPoint, bandChart } from "./band-chart.js";
import {
  driftText,
  failureText,
  forecastText,
  noticeText,
  type Wording,
  windowLabel,
} from "./report-lines.js";
import type { SystemReport } from "./systems.js";
import { sized } from "./terminal.js";

/** What stands below the systems. */
export interface Totals {
  readonly source: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly following: boolean;
}

interface History {
  readonly points: BandPoint[];
  last: MonitorReport;
  outcomes: readonly RuleOutcome[];
  /** The last alarm that was told of, and what its failure looks like by now. */
  alarm: { readonly text: string; readonly record: AlarmRecord } | undefined;
  diagnosis: Diagnosis | undefined;
}

/** Milliseconds between two drawings. */
const pace = 100;
const chartHeight = 6;
/** Systems with a chart, and with a line. */
const [mostCharts, mostLines] = [3, 20];

const colours: Readonly<Record<AlarmStatus, Parameters<typeof styleText>[0]>> = {
  ok: "green",
  warning: "yellow",
  alarm: ["bold", "red"],
  "no-data": "gray",
  paused: "gray",
};

export class View {
  readonly #wording: Wording;
  readonly #limit: number | undefined;
  readonly #histories = new Map<string, History>();
  readonly #draw = createLogUpdate(sized(process.stdout));
  #drawn = Number.NEGATIVE_INFINITY;

  /** @param limit of S that alarms are set to, if they are. */
  constructor(wording: Wording, limit?: number) {
    this.#wording = wording;
    this.#limit = limit;
  }

  add({ system, report }: SystemReport): void {
    const known = this.#histories.get(system);
    const history = known ?? {
      points: [],
      last: report,
      outcomes: [],
      alarm: undefined,
      diagnosis: undefined,
    };
    if (!known) this.#histories.set(system, history);
    history.points.push(report.entropy);
    if (history.points.length > 400) history.points.shift();
    history.last = report;
    history.diagnosis = report.assessment?.diagnosis ?? history.diagnosis;
    history.outcomes = report.assessment?.alarms ?? history.outcomes;
    for (const { notice, alarm } of history.outcomes)
      if (notice && alarm && report.assessment)
        history.alarm = { text: noticeText(notice, alarm, this.#wording.windowing), record: alarm };
  }

  draw(totals: Totals, now = performance.now()): void {
    if (now - this.#drawn < pace) return;
    this.#drawn = now;
    this.#draw(this.text(totals, process.stdout.columns || 80));
  }

  /** Leaves the last picture on the terminal. */
  end(totals: Totals): void {
    this.draw(totals, Number.POSITIVE_INFINITY);
    this.#draw.done();
  }

  text(totals: Totals, width: number): string {
    const { goals, windowing } = this.#wording;
    const size = windowing.by === "time" ? `${windowing.size} s` : `${windowing.size} observations`;
    const names = goals.map(printable);
    const names12 = names.length > 8 ? [...names.slice(0, 7), `${names.length - 7} more`] : names;
    const systems = [...this.#histories].sort(([a], [b]) => (a < b ? -1 : 1));
    const { accepted, duplicates, rejected, source, following } = totals;
    const set = [duplicates > 0 ? `${duplicates} repeats` : "", rejected > 0 ? `${rejected} set aside` : ""];
    return [
      `${styleText("bold", "telostat watch")} ${printable(source)}${following ? ", following" : ""}: windows of ${size}; goals ${names12.join(", ")}`,
      "",
      ...systems.slice(0, mostCharts).flatMap(([name, history]) => this.#system(name, history, width)),
      ...systems.slice(mostCharts, mostCharts + mostLines).map(([name, { last, outcomes }]) => {
        return `${printable(name)}  S ${last.entropy ? figureText(last.entropy) : "-"}  ${outcomes.map(statusText).join(", ")}`;
      }),
      systems.length === 0 ? "no window has closed yet" : "",
      systems.length > mostCharts + mostLines
        ? `and ${systems.length - mostCharts - mostLines} more systems`
        : "",
      styleText("gray", [`${accepted} observations`, ...set].filter(Boolean).join(", ")),
    ]
      .filter((line, i) => line !== "" || i === 1)
      .join("\n");
  }

  #system(name: string, { points, last, outcomes, alarm, diagnosis }: History, width: number): string[] {
    const { goals, windowing } = this.#wording;
    const most = Math.log(goals.length);
    const shown = points.slice(-Math.max(10, width - 8));
    const raisedAt = alarm?.record.of === "entropy" ? alarm.record.evidence.tolerated : undefined;
    const guide = this.#limit ?? raisedAt;
    const chart = bandChart(shown, { height: chartHeight, top: most, guide });
    const { drift, forecast } = last.assessment ?? {};
    const figures = last.gap
      ? ["no observations in the last window"]
      : [
          `S         ${last.entropy ? figureText(last.entropy) : "-"} of ${most.toFixed(2)} nats`,
          `dS/dt     ${drift ? driftText(drift, windowing) : "-"}${forecast ? `; ${forecastText(forecast, windowing)}` : ""}`,
          `fidelity  ${last.fidelity ? figureText(last.fidelity) : "-"}`,
        ];
    return [
      `${name === "" ? "" : `${styleText("bold", printable(name))}  `}${outcomes.map(statusText).join("  ")}  ${styleText("gray", `window ${windowLabel(last, windowing)}`)}`,
      ...figures,
      ...chart.map(
        (row, i) =>
          `${i === 0 ? most.toFixed(2).padStart(5) : i === chartHeight - 1 ? "    0" : "     "} ┤${row}`,
      ),
      ...(alarm ? [styleText(alarm.record.state === "open" ? "red" : "gray", alarm.text)] : []),
      ...(diagnosis && alarm?.record.state === "open"
        ? [`${failureText(diagnosis)}. ${diagnosis.limits.join(" ")}`]
        : []),
      "",
    ];
  }
}

function statusText({ rule, status, statistic, threshold, learning }: RuleOutcome): string {
  const text = learning
    ? `${rule}: learning the reference, ${learning.windows} of ${learning.of} windows`
    : `${rule}: ${status.toUpperCase()}`;
  const evidence =
    statistic === null || threshold === null
      ? ""
      : ` ${+statistic.toPrecision(2)} of ${+threshold.toPrecision(3)}`;
  return `${styleText(colours[status], text)}${evidence}`;
}
