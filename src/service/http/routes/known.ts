import type { Service } from "../../service.js";
import { type SystemRow, systemRow } from "../../store/index.js";
import { notFound } from "../problem.js";

/** @throws HttpProblem 404 */
export async function known({ database }: Service, system: string): Promise<SystemRow> {
  const row = await systemRow(database, system);
  if (row === undefined) throw notFound(`system '${system}'`);
  return row;
}
