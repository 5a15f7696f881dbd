import { type ExpectedAction, patternTest, type ToolCall, type ToolGoal } from "../../goals/index.js";
import type { Run } from "./tasks.js";

/**
 * The plain comparison, without a model of noise: of each goal, the actions that the run did exactly, over actions and
 * other calls together (intersection over union). Goals without actions get 1 from a run without calls, else 0.
 */
export function overlaps({ calls }: Run, goals: readonly ToolGoal[]): number[] {
  return goals.map(({ actions }) => {
    const left = [...calls];
    const done = actions.filter((action) => {
      const at = left.findIndex((call) => isExactly(action, call));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    }).length;
    const union = actions.length + calls.length - done;
    return union === 0 ? 1 : done / union;
  });
}

const isExactly = (action: ExpectedAction, call: ToolCall): boolean =>
  action.tool === call.tool &&
  Object.entries(action.arguments ?? {}).every(([name, pattern]) =>
    patternTest(pattern)(call.arguments[name]),
  );
