import type { ToolGoal } from "../../goals/index.js";
import type { RandomStream } from "../../numeric/index.js";
import { changesSomething } from "./tasks.js";

/**
 * The intended goal and those most of its kind, `size` in all: goals ranked by how much their tools that change
 * something overlap with its own (as multisets, intersection over union), chance deciding between equals.
 */
export function matchedCandidates(
  goals: readonly ToolGoal[],
  intended: number,
  size: number,
  stream: RandomStream,
): number[] {
  const own = kind(goals[intended]!);
  const others = goals.flatMap((goal, g) =>
    g === intended ? [] : [{ g, overlap: overlap(own, kind(goal)), chance: stream.uniform() }],
  );
  others.sort((a, b) => b.overlap - a.overlap || a.chance - b.chance);
  return [intended, ...others.slice(0, size - 1).map(({ g }) => g)];
}

const kind = ({ actions }: ToolGoal): string[] => actions.map(({ tool }) => tool).filter(changesSomething);

function overlap(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  const shared = a.filter((tool) => {
    const at = left.indexOf(tool);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  const union = a.length + b.length - shared;
  return union === 0 ? 1 : shared / union;
}
