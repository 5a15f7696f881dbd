/** An experiment of MLflow is a system here: its runs are the system's. */
import { createHash } from "node:crypto";
import { type Queries, systemRow, systemRows } from "../store/index.js";
import { Refusal } from "../trainer/refusal.js";

/** The experiment that MLflow's clients take where they are told of none. */
const DEFAULT = "0";

/** Names that MLflow's clients take for an id of an experiment; the others are named by a digest. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

export const experimentId = (system: string): string =>
  PLAIN.test(system) ? system : createHash("sha256").update(system).digest("hex");

export const describeExperiment = (system: string) => ({
  experiment: {
    experiment_id: experimentId(system),
    name: system,
    artifact_location: "",
    lifecycle_stage: "active" as const,
  },
});

/**
 * The system that is meant by an experiment's id; by that of the default experiment the only system there is.
 *
 * @throws Refusal
 */
export async function systemOf(db: Queries, id: string): Promise<string> {
  const names = (await systemRows(db)).map(({ system }) => system);
  const named = names.find((name) => experimentId(name) === id);
  if (named !== undefined) return named;
  if (id === DEFAULT && names.length === 1) return names[0]!;
  const there = names.length === 0 ? "none" : names.slice(0, 10).join(", ");
  throw new Refusal(
    "missing",
    id === DEFAULT
      ? `an experiment is a system here, and which one is not said: call mlflow.set_experiment with one of those that are here (${there})`
      : `there is no system of experiment '${id.slice(0, 100)}'`,
  );
}

/** @throws Refusal */
export async function experimentNamed(db: Queries, name: string) {
  if ((await systemRow(db, name)) === undefined)
    throw new Refusal("missing", `there is no system '${name.slice(0, 128)}'`);
  return describeExperiment(name);
}

/**
 * MLflow makes an experiment of a name; a system needs its goals.
 *
 * @throws Refusal always
 */
export async function createExperiment(db: Queries, name: string): Promise<never> {
  if ((await systemRow(db, name)) !== undefined)
    throw new Refusal("taken", `there is a system '${name}' already`);
  throw new Refusal(
    "invalid",
    `an experiment is a system here, and a system needs its goals: make '${name.slice(0, 128)}' with PUT /api/v1/systems/{system} first`,
  );
}
