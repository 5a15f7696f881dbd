/** A trainer's step: the policy's gamma, answered the same however often it is asked. */
import type { RunSettings, TrainerAnswer, TrainerStep, TrainingPoint } from "../../contracts/index.js";
import { criticalWork } from "../../law/index.js";
import { readingOf } from "../insight/diagnosis.js";
import { stepReference } from "../insight/work.js";
import {
  type Database,
  insertLive,
  latestAnswer,
  lockedRun,
  type Queries,
  runRow,
  saveStep,
  stepRow,
  systemRow,
} from "../store/index.js";
import { figures, followed, type RunDrift, unmeasured } from "./drift.js";
import { type Measured, measure } from "./measure.js";
import { policyOf, saved, stateOf } from "./policy.js";
import { Refusal } from "./refusal.js";

/**
 * The first answer to a step is kept with the state of the policy after it, in one transaction: a trainer that lost the
 * answer asks again and is given it again, whatever it measured since.
 *
 * @throws Refusal for a run that is not there, a step before the latest, and what cannot be measured.
 */
export async function answerStep(
  database: Database,
  run: string,
  request: TrainerStep,
  now: number,
): Promise<TrainerAnswer> {
  const { settings } = found(run, await runRow(database, run));
  const before = await stepRow(database, run, request.step);
  if (before !== undefined) return { ...before.answer, repeated: true };
  const system = (await systemRow(database, settings.system))?.settings;
  if (system === undefined) throw new Refusal("missing", `there is no system '${settings.system}' any more`);
  // Before the transaction: estimates take time, and others wait for the database.
  const measured = measure(run, request, system);
  return database.transaction(async (tx) => {
    const row = found(run, await lockedRun(tx, run));
    const meanwhile = await stepRow(tx, run, request.step);
    if (meanwhile !== undefined) return { ...meanwhile.answer, repeated: true };
    const latest = await latestAnswer(tx, run);
    if (latest !== null && request.step < latest.step)
      throw new Refusal(
        "late",
        `step ${request.step} comes after step ${latest.step}, and was not asked before`,
      );
    const policy = policyOf(row.settings, system);
    if (policy === undefined)
      throw new Refusal("invalid", `run '${run}' has no policy and only logs: PUT it with one first`);
    const state = stateOf(policy, row.policy, latest?.gamma);
    const decision = policy.step(state, measured.measurement);
    if (!Number.isFinite(decision.gamma))
      throw new Refusal("invalid", "gamma of this lambda_max is beyond what a number can be", "lambdaMax");
    const drift = followed(
      (row.drift as RunDrift | null) ?? unmeasured,
      readingOf(request.step, measured.entropy),
      decision.gamma,
    );
    const answer = {
      run,
      step: request.step,
      gamma: decision.gamma,
      reason: [decision.reason, measured.note].filter((part) => part !== null).join("; "),
      stateVersion: row.steps + 1,
      repeated: false,
    };
    const point = {
      ...pointOf(answer, request, measured, row.settings, now),
      ...(measured.entropy && figures(drift, stepReference(system))),
    };
    const { sketches: _, ...kept } = request;
    await saveStep(tx, run, {
      request: kept,
      answer,
      point,
      policy: saved(policy, decision.state),
      drift,
      time: now,
    });
    await tell(tx, row.settings.system, run, [point], now);
    return answer;
  });
}

export const tell = (
  tx: Queries,
  system: string,
  run: string,
  points: readonly TrainingPoint[],
  now: number,
) =>
  insertLive(
    tx,
    points.map((point) => ({ kind: "training", system, run, point })),
    now,
  );

export function found<Row>(run: string, row: Row | undefined): Row {
  if (row === undefined) throw new Refusal("missing", `there is no run '${run}'; PUT it first`);
  return row;
}

function pointOf(
  { step, gamma, reason }: TrainerAnswer,
  { metrics = {} }: TrainerStep,
  { entropy, lambdaMax, ...scores }: Measured,
  { parameterCount }: RunSettings,
  time: number,
): TrainingPoint {
  const work =
    parameterCount !== undefined && lambdaMax !== null && lambdaMax.value >= 0
      ? criticalWork(lambdaMax.value, parameterCount)
      : null;
  const { objectiveDivergence, proxyScore, trueScore } = scores;
  const told = { objectiveDivergence, proxyScore, trueScore };
  return { step, time, gamma, reason, entropy, lambdaMax, criticalWork: work, ...told, metrics };
}
