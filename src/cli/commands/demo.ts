import { Command } from "commander";
import { closedLoopResultSchema, reproduceResultSchema } from "../../contracts/index.js";
import { ensureWritable, writeReport } from "../files.js";
import { integer, seed } from "../options.js";
import { closedLoopTable } from "../tables.js";
import { version } from "../version.js";

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
  const [{ closedLoop, reproduce }, { renderReport }, { runWithProgress }] = await Promise.all([
    import("../../lab/index.js"),
    import("../../report/index.js"),
    import("../run.js"),
  ]);
  const began = performance.now();
  const seeds = options.seeds ?? closedLoop.defaults.seeds;
  const claims = reproduceResultSchema.parse(reproduce({ seed: options.seed }));
  const parameters = { ...closedLoop.defaults, seeds };
  const loop = closedLoopResultSchema.parse(await runWithProgress(closedLoop, parameters, options.seed));
  const command = `telostat demo --seed ${options.seed} --seeds ${seeds}`;
  const page = renderReport({ closedLoop: loop, reproduce: claims, generated: { version, command } });
  const result = { telostat: version, command, closedLoop: loop, reproduce: claims };
  const paths = await writeReport(options.out, page, result);

  process.stdout.write(
    options.json
      ? `${JSON.stringify(result)}\n`
      : `${closedLoopTable(loop)}\n\n${loop.verdict}: ${loop.why}\n`,
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stderr.write(`\n${seconds} s. Report: ${paths.page}\nNumbers: ${paths.result}\n`);
}
