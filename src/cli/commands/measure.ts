import { Command, Option } from "commander";
import type { MeasureResult } from "../../contracts/index.js";
import { entropyEstimators } from "../../entropy/index.js";
import {
  episodeFormats,
  fileInput,
  type GoalFields,
  goalFormats,
  type Input,
  sniffProbabilities,
  sniffTranscripts,
  streamInput,
  transcriptFormats,
} from "../../ingest/index.js";
import { commandLine } from "../command-line.js";
import { UserError } from "../exit.js";
import { ensureWritableFile, writeWhole } from "../files.js";
import { Activity } from "../measure/activity.js";
import type { IntervalKind } from "../measure/entropy.js";
import {
  type InputOptions,
  measureEpisodes,
  measureLabels,
  measureProbabilities,
  measureToolCalls,
} from "../measure/inputs.js";
import { columns, goalList, level, probabilities, windowing } from "../measure/options.js";
import { measureTable } from "../measure/table.js";
import type { Windowing } from "../measure/windows.js";
import { seed } from "../options.js";
import { version } from "../version.js";

interface MeasureOptions {
  goals?: string[];
  goalsFile?: string;
  world?: string;
  confusion?: string;
  trainingPrior?: Record<string, number>;
  intended?: string;
  estimator?: string;
  interval?: IntervalKind;
  level: number;
  seed: number;
  window?: Windowing;
  format?: string;
  columns?: GoalFields;
  html?: string;
  json?: true;
}

/** Kinds of input: the formats that each is read from, and the options that it alone takes. */
const kinds = {
  labels: { formats: goalFormats, options: ["goals", "estimator", "interval"], how: "labels" },
  predictions: { formats: goalFormats, options: ["confusion"], how: "--confusion" },
  probabilities: {
    formats: ["probabilities"],
    options: ["trainingPrior"],
    how: "probabilities",
  },
  toolCalls: { formats: transcriptFormats, options: ["goalsFile"], how: "--goals-file" },
  episodes: { formats: episodeFormats, options: ["world"], how: "--world" },
} as const;

type Kind = keyof typeof kinds;

const notes = `
Labels: CSV with a header, columns goal or goal,count; or JSON Lines, {"goal":"x"} or {"goal":"x","count":3}.
Labels of a classifier: the same, with its confusion matrix on a calibration set in --confusion.
Probabilities of a classifier: JSON Lines, {"probabilities":{"x":0.9,"y":0.1}}.
Transcripts: with --goals-file, which declares goals by the tool calls that each takes, chat JSON Lines, Inspect logs
(.eval, .json) or tau-bench trajectories; goals are then inferred from the calls.
Episodes: with --world, which declares where agents act and the goals they may have there, JSON Lines of steps, or paths
through a graph; goals are then inferred from behaviour.

The default estimator of labels is nsb because its prior is nearly flat in S: a fixed Dirichlet prior decides S before
the data do as soon as there are more than two or three goals.`;

/** Observations of goals or behaviour in; goal distribution, S, fidelity and divergence out. */
export function measure(): Command {
  return new Command("measure")
    .description(
      "goal distribution p(g) and ethical entropy S, with intervals, from goal labels or from behaviour",
    )
    .argument("[file]", 'labels, transcripts or episodes; "-" or nothing reads standard input')
    .option("--goals <list>", "every goal there could be, between commas, the intended one first", goalList)
    .option(
      "--goals-file <path>",
      "goals declared by tool calls, YAML or JSON; the input is then transcripts",
    )
    .option("--world <path>", "a world and goals in it, YAML or JSON; the input is then episodes or paths")
    .option(
      "--confusion <path>",
      "confusion matrix of the labels' classifier, CSV or JSON, counts of a calibration set",
    )
    .option(
      "--training-prior <list>",
      "shares of the classes in a classifier's training, such as x=0.7,y=0.3, for probabilities (default: equal)",
      probabilities,
    )
    .option(
      "--intended <name>",
      "the intended goal (default: the first of --goals, or what the goal or world file says)",
    )
    .option(
      "--window <size>",
      "measure in windows too: a number of observations (100), or a time (30min, 1h, 1d, 1w)",
      windowing,
    )
    .addOption(
      new Option("--estimator <name>", "estimator of S from labels (default: nsb)").choices([
        ...entropyEstimators.keys(),
      ]),
    )
    .addOption(
      new Option(
        "--interval <kind>",
        "interval of S from labels (default: posterior for nsb and wolpert-wolf, else bootstrap)",
      ).choices(["posterior", "bootstrap"]),
    )
    .option("--level <p>", "coverage of the intervals", level, 0.95)
    .option("--seed <n>", "seed of everything random", seed, 1)
    .addOption(
      new Option("--format <name>", "format of the input (default: by extension, else by content)").choices([
        ...new Set(Object.values(kinds).flatMap(({ formats }) => [...formats])),
      ]),
    )
    .option(
      "--columns <names>",
      "columns or fields to read, such as goal=intent,count=times,time=when",
      columns,
    )
    .option("--html <file>", "write a page with pictures of the result too")
    .option("--json", "print the result as JSON instead of a table")
    .addHelpText("after", notes)
    .action(run);
}

async function run(file: string | undefined, options: MeasureOptions): Promise<void> {
  const { html } = options;
  if (html !== undefined) await ensureWritableFile(html);
  const activity = new Activity();
  let result: MeasureResult;
  try {
    result = await measured(file, options, activity);
  } finally {
    activity.stop();
  }
  if (html !== undefined) {
    const { renderMeasure } = await import("../../report/index.js");
    await writeWhole(html, renderMeasure(result, { version, command: commandLine() }));
  }
  process.stdout.write(`${options.json ? JSON.stringify(result) : measureTable(result)}\n`);
}

async function measured(
  file: string | undefined,
  options: MeasureOptions,
  activity: Activity,
): Promise<MeasureResult> {
  const declared = declaredKind(options);
  if (declared !== undefined) checkOptions(declared, options);
  const opened = await activity.watch(open(file), file === "-" ? undefined : file);
  const { classes, input: sniffed } =
    declared === undefined || declared === "probabilities"
      ? await sniffProbabilities(opened)
      : { classes: undefined, input: opened };
  const input =
    declared === undefined && options.columns === undefined ? await noTranscripts(sniffed) : sniffed;
  const kind = declared ?? (classes ? "probabilities" : "labels");
  checkOptions(kind, options);
  const common = { ...options, activity } satisfies InputOptions;
  switch (kind) {
    case "labels":
    case "predictions":
      return measureLabels(input, { ...common, format: oneOf(goalFormats, options.format) });
    case "probabilities":
      return measureProbabilities(input, classes ?? [], common);
    case "toolCalls":
      return measureToolCalls(input, {
        ...common,
        goalsFile: options.goalsFile!,
        format: oneOf(transcriptFormats, options.format),
      });
    case "episodes":
      return measureEpisodes(input, {
        ...common,
        world: options.world!,
        format: oneOf(episodeFormats, options.format),
      });
  }
}

/** @throws UserError for transcripts, which have no labels: their goals must be declared. */
async function noTranscripts(given: Input): Promise<Input> {
  const { transcripts, input } = await sniffTranscripts(given);
  if (!transcripts) return input;
  throw new UserError(
    `${input.name} holds transcripts, not labels; expected --goals-file PATH with it, which declares goals by their tool calls`,
  );
}

/** The kind that options or format name; labels and probabilities tell themselves apart. */
function declaredKind({ goalsFile, world, confusion, format, goals }: MeasureOptions): Kind | undefined {
  const named = [
    goalsFile !== undefined ? "toolCalls" : undefined,
    world !== undefined ? "episodes" : undefined,
    confusion !== undefined ? "predictions" : undefined,
  ].filter((kind) => kind !== undefined) as Kind[];
  if (named.length > 1) {
    throw new UserError(`${named.map((kind) => kinds[kind].how).join(" and ")} do not go together`);
  }
  if (named[0] !== undefined) return named[0];
  if (format === "probabilities") return "probabilities";
  return goals !== undefined || oneOf(goalFormats, format) !== undefined ? "labels" : undefined;
}

function checkOptions(kind: Kind, options: MeasureOptions): void {
  for (const [other, { options: names, how }] of Object.entries(kinds)) {
    const foreign = names.find((name) => options[name] !== undefined);
    if (other === kind || foreign === undefined) continue;
    const flag = foreign.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const mine =
      kind === "labels" || kind === "probabilities" ? `input of ${kinds[kind].how}` : kinds[kind].how;
    throw new UserError(
      `--${flag} is for ${how.replace(/^--.*/, "other input")} and does not go with ${mine}`,
    );
  }
  const { format } = options;
  const { formats, how } = kinds[kind];
  if (format !== undefined && !(formats as readonly string[]).includes(format)) {
    const [owner] = Object.values(kinds).filter(({ formats }) =>
      (formats as readonly string[]).includes(format),
    );
    const wanted = kind === "labels" ? `; expected ${owner?.how} with it` : "";
    throw new UserError(`--format ${format} does not go with ${how}${wanted}`);
  }
}

const oneOf = <T extends string>(names: readonly T[], name: string | undefined): T | undefined =>
  names.find((known) => known === name);
function open(file: string | undefined): Input {
  if (file !== undefined && file !== "-") return fileInput(file);
  if (file === undefined && process.stdin.isTTY) {
    throw new UserError(
      "no file given and nothing piped in; expected: telostat measure FILE, or ... | telostat measure",
    );
  }
  return streamInput("stdin", process.stdin);
}
