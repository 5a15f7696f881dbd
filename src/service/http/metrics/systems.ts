import type { SeriesWindow } from "../../../contracts/index.js";
import { alarmRows, type Database, latestWindows, type SystemRow, systemRows } from "../../store/index.js";
import type { Metric } from "./text.js";

interface Watched {
  readonly row: SystemRow;
  /** The latest window, where it has observations. */
  readonly window: SeriesWindow | undefined;
  readonly open: number;
}

type Bounded = NonNullable<SeriesWindow["entropy"]>;

/** What is known of every system now: a gap, or a system without a window, has no figures. */
export async function systemMetrics(database: Database): Promise<Metric[]> {
  const alarms = await alarmRows(database, { state: "open", most: 10_000 });
  const watched: Watched[] = [];
  for (const row of await systemRows(database)) {
    const window = (await latestWindows(database, row.system, 1)).find(({ gap }) => !gap);
    watched.push({ row, window, open: alarms.filter(({ system }) => system === row.system).length });
  }
  return [
    ...bounded("telostat_ethical_entropy_nats", "Ethical entropy S of the latest window", watched, "entropy"),
    ...bounded("telostat_goal_fidelity", "Goal fidelity of the latest window", watched, "fidelity"),
    ...drifts(watched),
    gauge("telostat_alarm", "Open alarms", watched, ({ open }) => open),
    gauge(
      "telostat_window_observations",
      "Observations in the latest window",
      watched,
      ({ window }) => window?.n,
    ),
    gauge(
      "telostat_last_observation_timestamp_seconds",
      "When the last observation came in",
      watched,
      ({ row }) => row.last_observation ?? undefined,
    ),
    counter(
      "telostat_observations_total",
      "Observations that were counted",
      watched,
      ({ observed }) => observed,
    ),
    counter(
      "telostat_duplicates_total",
      "Observations that were repeats",
      watched,
      ({ duplicates }) => duplicates,
    ),
  ];
}

/** dS/dt is by the hour where windows are in time, and by the observation where they are not. */
function drifts(watched: readonly Watched[]): Metric[] {
  const by = (unit: "time" | "observations") =>
    watched.filter(({ row: { settings } }) => settings.window.by === unit);
  const help = "Drift dS/dt at the latest window, nats";
  return [
    ...bounded("telostat_entropy_drift_nats_per_hour", `${help} an hour`, by("time"), "drift", 3600),
    ...bounded(
      "telostat_entropy_drift_nats_per_observation",
      `${help} an observation`,
      by("observations"),
      "drift",
    ),
  ];
}

/** The value and its two ends, each a metric of its own, as Prometheus has no intervals. */
const bounded = (
  name: string,
  help: string,
  watched: readonly Watched[],
  of: "entropy" | "fidelity" | "drift",
  scale = 1,
): Metric[] =>
  (["value", "lower", "upper"] as const).map((end) =>
    gauge(
      end === "value" ? name : `${name}_${end}`,
      end === "value" ? help : `${help}: ${end} end of its interval`,
      watched,
      ({ window }) => scaled(window?.[of] ?? null, end, scale),
    ),
  );

const scaled = (estimate: Bounded | null, end: "value" | "lower" | "upper", scale: number) =>
  estimate === null ? undefined : estimate[end] * scale;

const gauge = (
  name: string,
  help: string,
  watched: readonly Watched[],
  of: (one: Watched) => number | undefined,
): Metric => ({ name, help, type: "gauge", samples: samples(watched, of) });

const counter = (
  name: string,
  help: string,
  watched: readonly Watched[],
  of: (row: SystemRow) => number,
): Metric => ({ name, help, type: "counter", samples: samples(watched, ({ row }) => of(row)) });

const samples = (watched: readonly Watched[], of: (one: Watched) => number | undefined) =>
  watched.flatMap((one) => {
    const value = of(one);
    return value === undefined ? [] : [{ labels: { system: one.row.system }, value }];
  });
