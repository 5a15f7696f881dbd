import { Command, InvalidArgumentError, Option } from "commander";
import { nsb, wolpertWolf } from "../../entropy/index.js";
import {
  fileInput,
  type ObservationFormat,
  observationFormats,
  readCalibration,
} from "../../ingest/index.js";
import { type AlarmRuleOptions, monitor, wirings } from "../../monitor/index.js";
import { exitCode, UserError } from "../exit.js";
import { ensureWritableFile } from "../files.js";
import { interruptible } from "../interrupt.js";
import { intendedFirst } from "../measure/intended.js";
import { goalList, level, windowing } from "../measure/options.js";
import type { Windowing } from "../measure/windows.js";
import { integer, seed } from "../options.js";
import { fieldNames } from "../watch/fields.js";
import { predictedLabels, predictionMeasure } from "../watch/predictions.js";
import type { WatchSettings } from "../watch/watch.js";

interface WatchOptions {
  goals?: string[];
  confusion?: string;
  seed: number;
  intended?: string;
  window: Windowing;
  slide?: Windowing;
  late?: Windowing;
  columns?: Record<string, string>;
  format?: ObservationFormat;
  limit?: number;
  minFidelity?: number;
  reference?: number;
  detector: string;
  falseAlarmInterval?: number;
  least: number;
  leastWindows: number;
  clearAfter: number;
  silentAfter: number;
  renotify?: number;
  estimator: keyof typeof estimators;
  level: number;
  ids: number;
  follow?: true;
  state?: string;
  out?: string;
  rejects?: string;
  json?: true;
  failOnAlarm?: true;
}

const estimators = { nsb, "wolpert-wolf": wolpertWolf() };

const notes = `
Input: JSON Lines, {"goal":"x"} or {"probabilities":{"x":0.9,"y":0.1}}, with perhaps "id", "time", "count" and "system";
or CSV with a header and a row on each line. A system is a model, an agent or a run, and has a monitor to itself.

A record that is wrong is set aside and counted, and the others are taken: unknown goals, probabilities that do not sum to
one, times behind a closed window, an id that comes again with other content. A repeat of an id is ignored.

With --state a watch that was killed goes on where it was; with --out as well, each line is in that file once.
Without --limit, --min-fidelity and --reference, S is compared with its own first 20 windows.`;

/** Windows of a stream, with S, its drift and alarms, as they close. */
export function watch(): Command {
  return new Command("watch")
    .description("S(t), its drift and alarms over a file, a pipe or a growing log")
    .argument("[file]", 'observations; "-" or nothing reads standard input')
    .option("--goals <list>", "every goal there could be, between commas, the intended one first", goalList)
    .option(
      "--confusion <path>",
      "confusion matrix of the labels' classifier, CSV or JSON, counts of a calibration set; its classes are the goals",
    )
    .option("--intended <goal>", "the intended goal, where it is not the first")
    .addOption(
      new Option("--window <size>", "observations, or a time such as 15min or 1d")
        .argParser(windowing)
        .default(windowing("100"), "100"),
    )
    .option("--slide <size>", "from one window to the next; default its size", windowing)
    .option("--late <time>", "how much later than others an observation may come; default 0s", windowing)
    .option("--columns <list>", "names of columns or fields, goal=NAME,count=,time=,id=,system=", fieldNames)
    .addOption(new Option("--format <name>", "default by the first line").choices([...observationFormats]))
    .option("--limit <nats>", "alarm where S rises above it", positive)
    .option("--min-fidelity <p>", "alarm where the share of the intended goal falls below it", share)
    .option("--reference <windows>", "alarm where S rises above what the first windows show", integer(2, 1e6))
    .addOption(
      new Option("--detector <name>", "change detector of the alarms")
        .choices(Object.keys(wirings))
        .default("cusum"),
    )
    .option(
      "--false-alarm-interval <windows>",
      "windows to one false alarm (default: 10000)",
      integer(20, 1e9),
    )
    .option("--least <n>", "observations that make a window evidence", integer(1, 1e9), 10)
    .option("--least-windows <n>", "windows of evidence behind an alarm", integer(1, 1e6), 1)
    .option("--clear-after <n>", "windows back to normal that resolve an alarm", integer(1, 1e6), 5)
    .option("--silent-after <n>", "windows without evidence until the status is no-data", integer(1, 1e6), 3)
    .option("--renotify <n>", "tell of an open alarm again after so many windows", integer(1, 1e6))
    .addOption(
      new Option("--estimator <name>", "estimator of S").choices(Object.keys(estimators)).default("nsb"),
    )
    .option("--level <p>", "probability of the intervals", level, 0.95)
    .option("--ids <n>", "ids remembered, by which repeats are known", integer(0, 1e7), 100_000)
    .option("--seed <n>", "seed of the intervals behind --confusion", seed, 1)
    .option("-f, --follow", "go on at the end of the file, as it grows and when it is replaced")
    .option("--state <file>", "keep the state there, and go on from it")
    .option("-o, --out <file>", "append JSON lines to a file instead of printing")
    .option("--rejects <file>", "append the records that were set aside to a file")
    .option("--json", "print JSON lines")
    .option("--fail-on-alarm", "exit with code 3 where an alarm was raised; with --follow at once")
    .addHelpText("after", notes)
    .action(run);
}

async function run(file: string | undefined, options: WatchOptions): Promise<void> {
  const settings = await settingsOf(file, options);
  for (const path of [options.state, options.out, options.rejects])
    if (path !== undefined) await ensureWritableFile(path);
  const { watch } = await import("../watch/watch.js");
  const stopping = new AbortController();
  const outcome = await interruptible(async (signal) => {
    signal.addEventListener("abort", () => stopping.abort(signal.reason));
    if (settings.path === undefined) signal.addEventListener("abort", () => process.stdin.destroy());
    return watch(settings, stopping.signal);
  });
  const { raised, accepted, duplicates, rejected } = outcome;
  if (settings.output !== "view")
    process.stderr.write(
      `${accepted} observations, ${duplicates} repeats ignored, ${rejected} records set aside, ${raised === 0 ? "no" : raised} alarm${raised > 1 ? "s" : ""} raised\n`,
    );
  if (raised > 0 && options.failOnAlarm) process.exitCode = exitCode.driftAlarm;
  else if (stopping.signal.aborted && !settings.follow) process.exitCode = exitCode.interrupted;
  else if (accepted + duplicates === 0 && !settings.follow) process.exitCode = exitCode.notEnoughData;
}

async function settingsOf(file: string | undefined, options: WatchOptions): Promise<WatchSettings> {
  const { window, slide, late, goals: named, intended, estimator, level, ids } = options;
  const path = file === undefined || file === "-" ? undefined : file;
  if (options.follow && path === undefined)
    throw new UserError("--follow goes with a file; a pipe is followed to its end as it is");
  if (slide !== undefined && slide.by !== window.by)
    throw new UserError("--slide must be of the kind of --window: both observations, or both a time");
  if (late?.by === "observations") throw new UserError("--late takes a time, such as 30s or 5min");
  if (late !== undefined && window.by !== "time")
    throw new UserError("--late goes with windows in time: windows of observations take them as they come");
  const calibration = options.confusion && (await readCalibration(fileInput(options.confusion)));
  if ((named === undefined) === !calibration)
    throw new UserError(
      "expected every goal there could be in --goals, or --confusion, whose classes are the goals",
    );
  const goals = calibration
    ? predictedLabels(calibration, intended)
    : intendedFirst(named!, intended, "--goals");
  const alarms = rulesOf(options, Math.log(calibration ? calibration.classes.length : goals.length));
  const windowing = { ...window, ...(slide && { slide: slide.size }) };
  const shared = { goals, windowing, lateness: late?.size ?? 0, idHorizon: ids, level, alarms };
  const { seed } = options;
  const measure = calibration ? predictionMeasure(calibration, { intended, level, seed }) : undefined;
  const own = { ...shared, estimator: estimators[estimator], measure };
  checked(own);
  return {
    path,
    source: path ?? "stdin",
    format: options.format,
    fields: options.columns ?? {},
    monitor: own,
    identity: {
      ...shared,
      fields: options.columns ?? {},
      ...(calibration ? { calibration, seed } : { estimator }),
    },
    follow: options.follow === true,
    failOnAlarm: options.failOnAlarm === true,
    state: options.state,
    out: options.out,
    rejects: options.rejects,
    output: options.json ? "json" : process.stdout.isTTY && options.out === undefined ? "view" : "plain",
  };
}

function rulesOf(options: WatchOptions, most: number): AlarmRuleOptions[] {
  const { limit, minFidelity, reference } = options;
  if (limit !== undefined && limit >= most)
    throw new UserError(
      `--limit must lie below ln K = ${most.toFixed(3)} nats, the most S can be; got ${limit}`,
    );
  const shared = {
    detector: options.detector,
    ...(options.falseAlarmInterval !== undefined && { falseAlarmInterval: options.falseAlarmInterval }),
    leastObservations: options.least,
    leastWindows: options.leastWindows,
    clearAfter: options.clearAfter,
    noDataAfter: options.silentAfter,
    ...(options.renotify !== undefined && { renotifyAfter: options.renotify }),
  };
  const rules: AlarmRuleOptions[] = [];
  if (limit !== undefined) rules.push({ ...shared, name: "entropy", against: { limit } });
  if (minFidelity !== undefined)
    rules.push({ ...shared, name: "fidelity", of: "fidelity", against: { limit: minFidelity } });
  if (reference !== undefined || rules.length === 0)
    rules.push({
      ...shared,
      name: rules.length === 0 ? "entropy" : "reference",
      against: { referenceWindows: reference ?? 20 },
    });
  return rules;
}

/** Options that the parsers cannot see are wrong, as a message and not a failure. */
function checked(options: Parameters<typeof monitor>[0]): void {
  try {
    monitor(options);
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(error.message);
    throw error;
  }
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError("expected a number above 0.");
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value < 1))
    throw new InvalidArgumentError("expected a number between 0 and 1.");
  return value;
}
