import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import type { FisherResult } from "../../contracts/index.js";
import { commandLine } from "../command-line.js";
import { ensureWritableFile, writeWhole } from "../files.js";
import { level } from "../measure/options.js";
import { integer, seed } from "../options.js";
import { version } from "../version.js";

interface FisherOptions {
  matrix: "empirical" | "monte-carlo";
  layer?: string[];
  parameters?: number;
  onePerFile?: true;
  npy?: "rows" | "tensors";
  ridge: number[];
  settledAt: number;
  splits: number;
  level: number;
  seed: number;
  threads: number;
  checkpoint?: string | false;
  saveEvery: number;
  allowDegenerate?: true;
  html?: string;
  json?: true;
}

const notes = `
Files: .safetensors (F16, BF16, F32, F64) or .npy, or a folder of them; every tensor has samples along its first axis.
Files with the same tensors hold different samples; files with no tensor in common, different parameters of the same
samples. Sketches of gradients too large to keep are recognised by their metadata.

Ctrl-C stops reading and keeps the sum so far in .telostat/ here, from which the same command resumes. With
--checkpoint FILE it is in FILE, and stays when all is read: other options then need no second read.`;

/** Gradient files in; spectrum, lambda_max and gamma_crit out. */
export function fisher(): Command {
  return new Command("fisher")
    .description(
      "lambda_max of a Fisher matrix and gamma_crit, with limits, from files of per-example gradients",
    )
    .argument("<path...>", "files of gradients or sketches, or folders of them")
    .addOption(
      new Option(
        "--matrix <name>",
        "what the gradients are: at observed labels, or at labels drawn from the model",
      )
        .choices(["empirical", "monte-carlo"])
        .default("empirical"),
    )
    .option(
      "--layer <pattern>",
      "only tensors of this name, * standing for any text; repeatable",
      text,
      undefined,
    )
    .option(
      "--parameters <n>",
      "N of gamma_crit (default: the entries read)",
      integer(1, Number.MAX_SAFE_INTEGER),
    )
    .option("--one-per-file", "each file is one sample, its tensors without the axis of samples")
    .addOption(
      new Option(
        "--npy <kind>",
        "what several .npy files are: rows of one tensor, or tensors (default: rows)",
      ).choices(["rows", "tensors"]),
    )
    .option("--ridge <c>", "report the effective dimension tr F (F + c)^-1 too; repeatable", ridge, [])
    .option("--settled-at <ratio>", "ratio of the bracket's ends that counts as settled", above1, 2)
    .option("--splits <n>", "random splits to average over", integer(1, 10_000), 32)
    .option("--level <p>", "coverage of the limits", level, 0.95)
    .option("--seed <n>", "seed of everything random", seed, 1)
    .option(
      "--threads <n>",
      "threads of the matrix product (default: one core is left to read)",
      integer(1, 256),
      Math.max(1, availableParallelism() - 1),
    )
    .option("--checkpoint <file>", "keep the sum in this file and resume from it")
    .option("--no-checkpoint", "keep nothing when interrupted")
    .option("--save-every <seconds>", "time between two writes of the checkpoint", integer(0, 86_400), 30)
    .option("--allow-degenerate", "go on where gradients are zero or repeat")
    .option("--html <file>", "write a page too: the spectrum, and the bracket against the number of samples")
    .option("--json", "print the result as JSON instead of a table")
    .addHelpText("after", notes)
    .action(run);
}

async function run(paths: string[], options: FisherOptions): Promise<void> {
  const { degenerateRows } = await import("../../fisher/index.js");
  const { degenerateNotes, gradientInput } = await import("../fisher/input.js");
  const { gramOf } = await import("../fisher/gram.js");
  const { fisherResult } = await import("../fisher/result.js");
  const { fisherTable } = await import("../fisher/table.js");

  if (options.html !== undefined) await ensureWritableFile(options.html);
  const input = await gradientInput(paths, options);
  const { threads, checkpoint, saveEvery } = options;
  // Commander makes --no-checkpoint false, and its absence true.
  const file = typeof checkpoint === "string" || checkpoint === false ? checkpoint : undefined;
  const { gram, execution } = await gramOf(input.layout, { threads, checkpoint: file, saveEvery });
  const degenerate = degenerateNotes(input.layout, degenerateRows(gram), options.allowDegenerate ?? false);
  const { seed, level, splits, parameters, ridge: ridges, settledAt, layer } = options;
  const matrix: FisherResult["matrix"] =
    options.matrix === "empirical" ? "empirical Fisher" : "Monte-Carlo Fisher";
  const layers = layer?.join(", ") ?? null;
  const result = fisherResult(input, gram, {
    matrix,
    parameters,
    layers,
    seed,
    level,
    splits,
    ridges,
    settledAt,
    execution,
    notes: degenerate,
  });
  if (options.html !== undefined) {
    const { renderFisher } = await import("../../report/index.js");
    await writeWhole(options.html, renderFisher(result, { version, command: commandLine() }));
  }
  process.stdout.write(`${options.json ? JSON.stringify(result) : fisherTable(result)}\n`);
}

const text = (item: string, items: string[] | undefined): string[] => [...(items ?? []), item];

const ridge = (item: string, items: number[]): number[] => [...items, above(item, 0)];

const above1 = (item: string): number => above(item, 1);

function above(item: string, least: number): number {
  const value = Number(item);
  if (item.trim() === "" || !(value > least && Number.isFinite(value)))
    throw new InvalidArgumentError(`expected a number above ${least}.`);
  return value;
}
