import { Command } from "commander";
import { ensureWritable } from "../files.js";
import { integer, seed } from "../options.js";
import { closedLoopTable } from "../tables.js";

interface DemoOptions {
  out: string;
  seed: number;
  seeds?: number;
  json?: true;
}

/** The whole loop on a real learner, ending in a report. */
export function demo(): Command {
  return new Command("demo")
    .description("run the whole loop on a real learner: estimate, analyse, control, monitor; write a report")
    .option("-o, --out <dir>", "folder of the report", "telostat-report")
    .option("--seed <n>", "seed of everything random", seed, 1)
    .option("--seeds <n>", "independent networks per policy (default: 5)", integer(1, 100))
    .option("--json", "print the result as JSON instead of a table")
    .action(run);
}

async function run(options: DemoOptions): Promise<void> {
  await ensureWritable(options.out);
  const [{ closedLoop }, { writeDemoReport }, { runWithProgress }] = await Promise.all([
    import("../../lab/index.js"),
    import("../demo-report.js"),
    import("../run.js"),
  ]);
  const began = performance.now();
  const { out, seed, seeds = closedLoop.defaults.seeds } = options;
  const found = await runWithProgress(closedLoop, { ...closedLoop.defaults, seeds }, seed);
  const { loop, result, paths } = await writeDemoReport(out, found, seed, seeds);

  process.stdout.write(
    options.json
      ? `${JSON.stringify(result)}\n`
      : `${closedLoopTable(loop)}\n\n${loop.verdict}: ${loop.why}\n`,
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stderr.write(`\n${seconds} s. Report: ${paths.page}\nNumbers: ${paths.result}\n`);
}
