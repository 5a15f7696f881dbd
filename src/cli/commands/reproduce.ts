import { Command } from "commander";
import { reproduceResultSchema } from "../../contracts/index.js";
import { integer, seed } from "../options.js";
import { claimsTable } from "../tables.js";

interface ReproduceOptions {
  seed: number;
  trials: number;
  json?: true;
}

/** Every number of the source paper against ours. */
export function reproduce(): Command {
  return new Command("reproduce")
    .description("every claim of arXiv:2511.10704 against ours, with a verdict each")
    .option("--seed <n>", "seed of the simulated trials", seed, 1)
    .option("--trials <n>", "simulated trials (the paper has 20)", integer(2, 10_000), 20)
    .option("--json", "print the claims as JSON")
    .action(async ({ seed, trials, json }: ReproduceOptions) => {
      const { reproduce: audit } = await import("../../lab/index.js");
      const result = reproduceResultSchema.parse(audit({ seed, trials }));
      process.stdout.write(`${json ? JSON.stringify(result) : claimsTable(result.claims)}\n`);
    });
}
