/** gamma_eff of windows: how much lower dS/dt is than without work, by the reference rate of the settings. */
import type { Insight, SeriesWindow, SystemSettings } from "../../contracts/index.js";
import { effectiveWork } from "../../monitor/index.js";
import type { Estimate } from "../../numeric/index.js";

type Settings = Pick<SystemSettings, "referenceDrift" | "window">;

/** The reference rate in nats a unit of a kind; undefined where the settings have none of it. */
function rateOf({ referenceDrift }: Settings, factor: number): Estimate | undefined {
  if (referenceDrift === undefined) return undefined;
  const { value, lower, upper } = referenceDrift;
  return {
    value: value * factor,
    lower: lower * factor,
    upper: upper * factor,
    level: 0.95,
    method: "as the settings tell it",
    n: 0,
    covers: "what the settings say",
  };
}

/** Of the windows: nats a second, or an observation. */
export function windowReference(settings: Settings): Estimate | undefined {
  const { referenceDrift, window } = settings;
  const factors =
    window.by === "time"
      ? { second: 1, hour: 1 / 3600, window: 1 / window.size }
      : { observation: 1, window: 1 / window.size };
  const factor = referenceDrift && (factors as Partial<Record<string, number>>)[referenceDrift.per];
  return factor === undefined ? undefined : rateOf(settings, factor);
}

/** Of training runs: nats a step. */
export const stepReference = (settings: Settings): Estimate | undefined =>
  settings.referenceDrift?.per === "step" ? rateOf(settings, 1) : undefined;

/** The window with the work that its drift shows. */
export function withWork(window: SeriesWindow, settings: Settings): SeriesWindow {
  const reference = windowReference(settings);
  const { drift } = window;
  return { ...window, effectiveWork: reference && drift ? effectiveWork(reference, drift) : null };
}

/** gamma_eff of the last window that has a drift, or why there is none. */
export function presentWork(windows: readonly SeriesWindow[], settings: Settings): Insight["work"] {
  const rate = windowReference(settings);
  const drift = windows.findLast((window) => window.drift !== null)?.drift ?? null;
  return {
    reference: rate === undefined ? null : { rate, from: "the settings" },
    effectiveWork: rate && drift ? effectiveWork(rate, drift) : null,
    why: rate === undefined ? missing(settings) : drift === null ? "dS/dt is not known yet" : null,
  };
}

function missing({ referenceDrift, window }: Settings): string {
  const units = window.by === "time" ? "a second, an hour or a window" : "an observation or a window";
  return referenceDrift === undefined
    ? `the settings have no reference drift: dS/dt without work, nats ${units}`
    : `the reference drift of the settings is by the ${referenceDrift.per}; the windows need nats ${units}`;
}
