/** Runs on a thread of its own: the claims of the paper take seconds, in which the service has others to answer. */
import type { ExperimentResult } from "../../../contracts/index.js";
import { writeDemoReport } from "../../demo-report.js";
import type { ReportPaths } from "../../files.js";

export interface ReportTask {
  readonly out: string;
  readonly result: ExperimentResult;
  readonly seed: number;
  readonly seeds: number;
}

export interface WrittenReport {
  readonly page: string;
  readonly paths: ReportPaths;
}

export async function write({ out, result, seed, seeds }: ReportTask): Promise<WrittenReport> {
  const { page, paths } = await writeDemoReport(out, result, seed, seeds);
  return { page, paths };
}
