import { Command } from "commander";
import { closedLoopResultSchema, reproduceResultSchema } from "../../contracts/index.js";
import { closedLoop, reproduce } from "../../lab/index.js";
import { renderReport } from "../../report/index.js";
import { writeReport } from "../files.js";
import { integer, seed } from "../options.js";
import { runWithProgress } from "../run.js";
import { closedLoopTable } from "../tables.js";
import { version } from "../version.js";

interface DemoOptions {
  out: string;
  seed: number;
  seeds: number;
  json?: true;
}

/** The whole loop on a real learner, ending in a report. */
export function demo(): Command {
  return new Command("demo")
    .description("run the whole loop on a real learner: estimate, analyse, control, monitor; write a report")
    .option("-o, --out <dir>", "folder of the report", "telostat-report")
    .option("--seed <n>", "seed of everything random", seed, 1)
    .option("--seeds <n>", "independent networks per policy", integer(1, 100), closedLoop.defaults.seeds)
    .option("--json", "print the result as JSON instead of a table")
    .action(run);
}

async function run(options: DemoOptions): Promise<void> {
  const parameters = { ...closedLoop.defaults, seeds: options.seeds };
  const began = performance.now();
  const claims = reproduceResultSchema.parse(reproduce({ seed: options.seed }));
  const loop = closedLoopResultSchema.parse(await runWithProgress(closedLoop, parameters, options.seed));
  const command = `telostat demo --seed ${options.seed} --seeds ${options.seeds}`;
  const page = renderReport({ closedLoop: loop, reproduce: claims, generated: { version, command } });
  const result = { telostat: version, command, closedLoop: loop, reproduce: claims };
  const paths = await writeReport(options.out, page, result);

  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`${closedLoopTable(loop)}\n\n${loop.verdict}: ${loop.why}\n`);
  process.stderr.write(`\n${seconds} s. Report: ${paths.page}\nNumbers: ${paths.result}\n`);
}
