import type { Chart, ChartPoint, ExperimentResult, Figure, Finding } from "../../contracts/index.js";
import { shareOfSeeds } from "../over-seeds.js";
import type { RealStreamsParameters } from "./parameters.js";
import type { RealStreamsTrial } from "./trial.js";
import { watchers } from "./watchers.js";

export const question =
  "On streams of real answers, do alarms keep their promised false-alarm rate, and how soon do they find that another " +
  "model answers?";

export const rule =
  "Behaviours: form of the answer (declines, code, list, paragraphs, passage) for AlpacaEval, human labels of action for " +
  "Do-Not-Answer. A shuffle takes half of a condition's answers as reference and watches answers to the other questions, in " +
  "windows; thresholds are those of the run-length solver, or of the guarantee, for one false alarm in `every` windows. " +
  "False alarms: streams of one condition; the promise is the share of ideal streams of the same length with an alarm. " +
  "kept: for no condition and watcher does the share of shuffles lie above the promise by its Wilson interval at level 1 - 0.05 " +
  "/ cells, of at least 500 shuffles. broken: for one it does. undecided: for none, of fewer shuffles. A shift counts as found when the interval of the share of shuffles with an alarm lies above " +
  "0.9. Length is a confounder of form: shifts of answers are repeated with lengths matched. Sample size: the shuffles " +
  "parameter.";

/** The watcher whose shifts are findings, named before the run. */
const PRIMARY = "CUSUM of divergence";
const FOUND = 0.9;
/** Shuffles without which a promise is not called kept. */
const ENOUGH = 500;

export function summarise(
  parameters: RealStreamsParameters,
  seed: number,
  trials: readonly RealStreamsTrial[],
): Omit<ExperimentResult, "experiment" | "version"> {
  const { comparison: _comparison, ...shown } = parameters;
  const names = watchers(parameters).map(({ name }) => name);
  const single = trials.filter(({ after }) => after === null);
  const shifts = trials.filter(({ after }) => after !== null);
  const cells = single.flatMap((trial) =>
    names.map((_, w) => cellOf(trial, w, single.length * names.length)),
  );
  const broken = cells.filter(({ above }) => above);
  const primary = names.indexOf(PRIMARY);
  const verdict = broken.length > 0 ? "broken" : parameters.shuffles >= ENOUGH ? "kept" : "undecided";
  return {
    seed,
    parameters: shown,
    question,
    rule,
    summary: {
      cells_above_promise: { value: broken.length, lower: null, upper: null, unit: "1", n: cells.length },
      ...Object.fromEntries(names.flatMap((name, w) => pooled(name, single, w))),
      ...Object.fromEntries(shifts.flatMap((trial) => shiftFigures(trial, primary))),
    },
    verdict,
    why: explain(names, cells, broken, shifts, primary),
    findings: [promiseFinding(cells.length, verdict), ...shifts.map((trial) => shiftFinding(trial, primary))],
    charts: [falseAlarmChart(names, single), ...shiftCharts(names, shifts)],
    series: {
      watchers: names,
      conditions: single.map((trial) => ({
        condition: trial.before,
        windows: Math.floor(trial.answers / parameters.window),
        promised: trial.promised!,
        falseAlarms: names.map((_, w) => share(trial, w)),
      })),
      shifts: shifts.map((trial) => ({
        shift: nameOf(trial),
        matched: trial.matched,
        answers: trial.answers,
        words: trial.words,
        found: trial.answers === 0 ? null : names.map((_, w) => share(trial, w)),
        delay: trial.answers === 0 ? null : trial.delay,
      })),
    },
  };
}

const nameOf = ({ before, after, matched }: RealStreamsTrial): string =>
  `${before} to ${after}${matched ? ", lengths matched" : ""}`;

const slug = (name: string): string => name.replaceAll(/\W+/g, "_");

function share({ alarms, shuffles }: RealStreamsTrial, watcher: number, level = 0.95): Figure {
  const covers = "shuffles of these answers, not other answers";
  return { ...shareOfSeeds(alarms[watcher]!, shuffles, level), covers, unit: "1" };
}

function cellOf(trial: RealStreamsTrial, watcher: number, cells: number) {
  const { lower } = share(trial, watcher, 1 - 0.05 / cells);
  const promised = trial.promised![watcher]!;
  return { condition: trial.before, watcher, promised, above: lower! > promised };
}

/** False alarms of a watcher over all conditions, and the mean of what was promised. */
function pooled(name: string, single: readonly RealStreamsTrial[], watcher: number): [string, Figure][] {
  const sum = (read: (trial: RealStreamsTrial) => number): number =>
    single.reduce((total, trial) => total + read(trial), 0);
  const promised = sum(({ promised: shares }) => shares![watcher]!) / single.length;
  const alarms = sum((trial) => trial.alarms[watcher]!);
  const measured = shareOfSeeds(
    alarms,
    sum(({ shuffles }) => shuffles),
  );
  return [
    [
      `false_alarms_${slug(name)}`,
      { ...measured, covers: "shuffles of these answers, all conditions", unit: "1" },
    ],
    [`promised_${slug(name)}`, { value: promised, lower: null, upper: null, unit: "1" }],
  ];
}

function shiftFigures(trial: RealStreamsTrial, primary: number): [string, Figure][] {
  const undefinedFigure: Figure = { value: null, lower: null, upper: null, unit: "1" };
  const name = slug(nameOf(trial));
  const found = trial.answers === 0 ? undefinedFigure : share(trial, primary);
  const delay = trial.answers === 0 ? null : trial.delay[primary]!;
  return [
    [`found_${name}`, found],
    [`delay_${name}`, { value: delay, lower: null, upper: null, unit: "answers", n: trial.shuffles }],
  ];
}

function promiseFinding(cells: number, verdict: "kept" | "broken" | "undecided"): Finding {
  const standings = { kept: "supported", broken: "not supported", undecided: "undecided" } as const;
  return {
    claim: `False alarms on shuffled real answers are no more than promised, for each of ${cells} pairs of condition and watcher.`,
    standing: standings[verdict],
    figure: "cells_above_promise",
    chart: "false-alarms",
  };
}

function shiftFinding(trial: RealStreamsTrial, primary: number): Finding {
  const { lower, upper } = trial.answers === 0 ? { lower: null, upper: null } : share(trial, primary);
  const standing =
    lower === null
      ? "undecided"
      : lower > FOUND
        ? "supported"
        : (upper ?? 1) < FOUND
          ? "not supported"
          : "undecided";
  return {
    claim: `The shift ${nameOf(trial)} is found in over 90% of streams of its length.`,
    standing,
    figure: `found_${slug(nameOf(trial))}`,
    chart: `found-${familyOf(trial)}`,
  };
}

function explain(
  names: readonly string[],
  cells: readonly ReturnType<typeof cellOf>[],
  broken: readonly ReturnType<typeof cellOf>[],
  shifts: readonly RealStreamsTrial[],
  primary: number,
): string {
  const where = broken.map(({ condition, watcher }) => `${names[watcher]} on ${condition}`).join("; ");
  const promise =
    broken.length === 0
      ? `None of ${cells.length} pairs of condition and watcher alarms more often than promised.`
      : `${broken.length} of ${cells.length} pairs alarm more often than promised: ${where}.`;
  const run = shifts.filter(({ answers }) => answers > 0);
  const percent = (trial: RealStreamsTrial): number => 100 * share(trial, primary).value!;
  const missed = run.filter((trial) => share(trial, primary).lower! <= FOUND);
  const list = missed.map((trial) => `${nameOf(trial)} ${percent(trial).toFixed(0)}%`).join("; ");
  const rest = missed.length === 0 ? "." : `; not shown for: ${list}.`;
  return `${promise} ${PRIMARY} finds ${run.length - missed.length} of ${run.length} shifts in over 90% of streams${rest}`;
}

const point = (x: number, { value, lower, upper }: Figure) => ({ x, value, lower, upper });

function falseAlarmChart(names: readonly string[], single: readonly RealStreamsTrial[]): Chart {
  return {
    id: "false-alarms",
    title: "Do alarms keep their promise on real answers?",
    caption:
      "Share of shuffled streams of one condition in which an alarm was raised, with 95% Wilson intervals over shuffles, beside " +
      "what was promised for streams of that length. One panel for each watcher.",
    mark: "points",
    x: { label: "condition", categories: single.map(({ before }) => before) },
    y: { label: "share of streams with a false alarm" },
    series: ["shuffled answers", "promised"],
    panels: names.map((title, w) => ({
      title,
      series: [
        { look: 0, points: single.map((trial, x) => point(x, share(trial, w))) },
        { look: 1, points: single.map(({ promised }, x) => ({ x, value: promised![w]! })) },
      ],
    })),
  };
}

/** Shifts that share an axis: two charts each. */
const families = [
  { id: "answers", title: "written answers" },
  { id: "matched", title: "written answers, lengths matched" },
  { id: "actions", title: "labelled actions" },
] as const;

const familyOf = ({ labelled, matched }: RealStreamsTrial): (typeof families)[number]["id"] =>
  labelled ? "actions" : matched ? "matched" : "answers";

function shiftChart(
  names: readonly string[],
  mine: readonly RealStreamsTrial[],
  value: (trial: RealStreamsTrial, watcher: number) => Omit<ChartPoint, "x">,
): Pick<Chart, "mark" | "x" | "series" | "panels"> {
  const points = (look: number): ChartPoint[] =>
    mine.map((trial, x) => ({ x, ...(trial.answers === 0 ? { value: null } : value(trial, look)) }));
  return {
    mark: "points",
    x: { label: "shift", categories: mine.map(({ before, after }) => `${before} to ${after}`) },
    series: [...names],
    panels: [{ series: names.map((_, look) => ({ look, points: points(look) })) }],
  };
}

function shiftCharts(names: readonly string[], shifts: readonly RealStreamsTrial[]): Chart[] {
  return families.flatMap(({ id, title }) => {
    const mine = shifts.filter((trial) => familyOf(trial) === id);
    if (mine.length === 0) return [];
    return [
      {
        id: `found-${id}`,
        title: `Which shifts are found? ${title}`,
        caption:
          "Share of streams in which the shift was found before its answers ran out, with 95% Wilson intervals over shuffles.",
        y: { label: "share of streams with an alarm" },
        ...shiftChart(names, mine, (trial, watcher) => share(trial, watcher)),
      },
      {
        id: `delay-${id}`,
        title: `How soon? ${title}`,
        caption:
          "Median number of answers from the shift to the alarm, streams without an alarm counted as later than all others; " +
          "no mark where fewer than half had one.",
        y: { label: "answers to the alarm" },
        ...shiftChart(names, mine, ({ delay }, watcher) => ({ value: delay[watcher]! })),
      },
    ];
  });
}
