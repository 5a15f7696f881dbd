import {
  type ClosedLoopResult,
  closedLoopResultSchema,
  type ExperimentResult,
  reproduceResultSchema,
} from "../contracts/index.js";
import { reproduce } from "../lab/index.js";
import { renderReport } from "../report/index.js";
import { type ReportPaths, writeReport } from "./files.js";
import { version } from "./version.js";

/** What the demo found, as it was written. */
export interface DemoReport {
  readonly loop: ClosedLoopResult;
  readonly page: string;
  readonly result: object;
  readonly paths: ReportPaths;
}

/** Writes a result of the closed loop, with the paper's claims, as the page and the numbers of `telostat demo`. */
export async function writeDemoReport(
  out: string,
  result: ExperimentResult,
  seed: number,
  seeds: number,
): Promise<DemoReport> {
  const loop = closedLoopResultSchema.parse(result);
  const claims = reproduceResultSchema.parse(reproduce({ seed }));
  const command = `telostat demo --seed ${seed} --seeds ${seeds}`;
  const page = renderReport({ closedLoop: loop, reproduce: claims, generated: { version, command } });
  const numbers = { telostat: version, command, closedLoop: loop, reproduce: claims };
  return { loop, page, result: numbers, paths: await writeReport(out, page, numbers) };
}
