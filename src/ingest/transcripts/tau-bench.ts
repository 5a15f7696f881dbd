import type { Transcript } from "../../contracts/index.js";
import type { Input } from "../input.js";
import { InputError } from "../input-error.js";
import { readWhole } from "./bytes.js";
import { isObject, parseJsonBytes, requireObject } from "./json.js";
import { readMessages } from "./messages.js";
import type { Omissions } from "./omissions.js";

/**
 * tau-bench's historical trajectories: one JSON list of runs {task_id, trial, reward, traj, info: {task}}.
 * `success` is reward = 1; `metadata` has task_id, trial and task (instruction, user_id and the gold `actions`).
 */
export async function* readTauBench(input: Input, omissions: Omissions): AsyncGenerator<Transcript> {
  const source = input.name;
  yield* tauBenchRuns(parseJsonBytes(await readWhole(input), { source }), source, omissions);
}

export function* tauBenchRuns(value: unknown, source: string, omissions: Omissions): Generator<Transcript> {
  if (!Array.isArray(value)) throw new InputError({ source }, "expected a list of runs");
  for (const [index, item] of value.entries()) {
    const position = { source: `${source}, run ${index}` };
    const { task_id, trial, reward, traj, info } = requireObject(item, "a run", position);
    if (traj === undefined) throw new InputError(position, "no field 'traj', the messages of the run");
    const scored = typeof reward === "number";
    yield {
      id: `task ${task_id ?? index}, trial ${trial ?? 0}`,
      position,
      ...readMessages(traj, position, omissions),
      ...(scored && { success: reward === 1, score: reward }),
      metadata: { task_id, trial, ...(isObject(info) && { task: info.task }) },
    };
  }
}
