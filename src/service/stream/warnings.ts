import type { SeriesWindow, SystemSettings, Trust } from "../../contracts/index.js";

type Facts = Omit<Trust, "warnings">;
type Warning = string | false;

/** Below: S of a window is far from normal, as the monitor's rules have it. */
const LEAST_OBSERVATIONS = 10;
/** A share of labels confirmed below this is mostly the observer's own doubt, and one of so few checks is hardly known. */
const LEAST_ACCURACY = 0.9;
const LEAST_CHECKS = 30;
/** Of what came in. */
const MOST_REJECTED = 0.01;
/** Usual pauses between windows after which a system counts as silent, and seconds below which none does. */
const SILENT = 3;
const LEAST_SILENCE = 60;

/** What speaks against the numbers, in words; empty where nothing does. */
export function warnings(facts: Facts, settings: SystemSettings, recent: readonly SeriesWindow[]): string[] {
  if (facts.observations === 0) return ["No observation has come in yet."];
  return [
    few(facts, settings),
    silent(facts, settings, recent),
    rejected(facts),
    facts.failed > 0 &&
      `${batches(facts.failed)} could not be handled, and ${facts.failed === 1 ? "is" : "are"} not in the figures.`,
    facts.waiting > facts.lastWindow &&
      facts.waiting > 0 &&
      `${facts.waiting} observations wait: the figures are behind.`,
    settings.goalFile !== undefined &&
      "Goals of conversations are inferred from their tool calls: doubt about single ones makes S larger.",
    ...observers(facts),
  ].filter((warning): warning is string => warning !== false);
}

const batches = (n: number): string => (n === 1 ? "1 batch" : `${n} batches`);

function few({ lastWindow }: Facts, { alarms }: SystemSettings): Warning {
  const least = Math.max(LEAST_OBSERVATIONS, ...alarms.map(({ leastObservations = 0 }) => leastObservations));
  return (
    lastWindow < least &&
    `The last window has ${lastWindow} observations; fewer than ${least} are no evidence.`
  );
}

function silent({ staleness }: Facts, { window }: SystemSettings, recent: readonly SeriesWindow[]): Warning {
  const [first, last] = [recent[0], recent.at(-1)];
  const closing =
    first && last && recent.length > 1 ? (last.closed - first.closed) / (recent.length - 1) : undefined;
  const usual = window.by === "time" ? window.size : closing;
  if (staleness === null || usual === undefined || staleness <= Math.max(LEAST_SILENCE, SILENT * usual))
    return false;
  return `Nothing has come in for ${duration(staleness)}: these are figures of then.`;
}

function duration(seconds: number): string {
  const [size, name] =
    [[86_400, "days"] as const, [3600, "hours"] as const, [60, "minutes"] as const].find(
      ([size]) => seconds >= 2 * size,
    ) ?? ([1, "seconds"] as const);
  return `${Math.round(seconds / size)} ${name}`;
}

function rejected(facts: Facts): Warning {
  const n = Object.values(facts.rejected).reduce((a, b) => a + b, 0);
  const share = n / (n + facts.observations);
  return share > MOST_REJECTED && `${(100 * share).toPrecision(2)}% of what came in was set aside.`;
}

function observers({ observers: named }: Facts): Warning[] {
  if (named.length === 0) return ["Nobody has said who judges which goal was seen, or how well."];
  return named.map(({ name, accuracy, checked = 0 }) => {
    if (accuracy === undefined || checked === 0) return `Nobody has checked the labels of ${name}.`;
    if (checked < LEAST_CHECKS) return `The labels of ${name} were checked in ${checked} cases only.`;
    return (
      accuracy < LEAST_ACCURACY &&
      `${(100 * accuracy).toFixed(0)}% of the labels of ${name} were confirmed: S holds its mistakes too.`
    );
  });
}
