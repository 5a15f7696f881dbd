/** tau-bench's tasks as goals: the gold actions of a task are what its goal expects. */
import type { Transcript } from "../../contracts/index.js";
import { sameActions, type ToolCall, type ToolGoal } from "../../goals/index.js";

/** One run with the task that it was given. */
export interface Run {
  readonly task: number;
  readonly success: boolean;
  readonly calls: readonly ToolCall[];
  /** Index of the goal that the task has. */
  readonly intended: number;
}

export interface TaskRuns {
  /** Tasks with the same gold actions have one goal: behaviour cannot tell them apart. */
  readonly goals: readonly ToolGoal[];
  readonly runs: readonly Run[];
  readonly tasks: number;
}

/** Tools that change the database, in tau-bench's airline and retail worlds; only these decide the reward. */
export const changesSomething = (tool: string): boolean =>
  /^(book|cancel|update|modify|exchange|return|send)_/.test(tool);

/** @throws RangeError naming the run that has no task with gold actions, or no reward. */
export function taskRuns(transcripts: readonly Transcript[]): TaskRuns {
  const all = transcripts.map((transcript) => ({ transcript, ...goldActions(transcript) }));
  const tools = new Set(
    all.flatMap(({ transcript, actions }) => [
      ...transcript.toolCalls.map(({ name }) => name),
      ...actions.map(({ tool }) => tool),
    ]),
  );
  const avoids = [...tools].filter(changesSomething);
  const goals: ToolGoal[] = [];
  const ids = [...new Set(all.map(({ id }) => id))];
  const runs = all.map(({ transcript, id, actions }): Run => {
    if (transcript.success === undefined) throw new RangeError(`${transcript.id}: expected a reward`);
    const goal: ToolGoal = { name: `task ${String(id)}`, actions, avoids };
    let intended = goals.findIndex((known) => sameActions(known, goal));
    if (intended < 0) intended = goals.push(goal) - 1;
    return {
      task: ids.indexOf(id),
      success: transcript.success,
      calls: transcript.toolCalls.map(({ name, ...call }) => ({ tool: name, ...call })),
      intended,
    };
  });
  return { goals, runs, tasks: ids.length };
}

/** `metadata.task.actions`, each {name, kwargs}: arguments are to be exactly these. */
function goldActions({ id, metadata }: Transcript) {
  const task = metadata.task as { readonly actions?: unknown } | undefined;
  const actions = task?.actions;
  if (!Array.isArray(actions)) throw new RangeError(`${id}: expected info.task.actions, the gold actions`);
  return {
    id: metadata.task_id,
    actions: actions.map(({ name, kwargs = {} }: { name: string; kwargs?: Record<string, unknown> }) => ({
      tool: name,
      arguments: Object.fromEntries(Object.entries(kwargs).map(([key, exact]) => [key, { exact }])),
    })),
  };
}
