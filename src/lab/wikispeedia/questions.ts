import type { NavigationData, NavigationPath } from "../../contracts/index.js";
import type { LinkGraph } from "../../goals/index.js";
import type { RandomStream } from "../../numeric/index.js";
import { type CandidateSource, drawCandidates, startDistances } from "./candidates.js";
import { type Question, question } from "./evidence.js";
import { sample } from "./sampling.js";

export interface Asked {
  /** Walks to pose as questions. */
  readonly paths: readonly NavigationPath[];
  /** Targets of the same part of the data: candidates come from here first. */
  readonly targets: readonly number[];
  /** Least clicks that a walk shows, its last one hidden. */
  readonly minClicks: number;
  /** Most questions. */
  readonly most: number;
  readonly stream: RandomStream;
}

/** Makes questions of walks with `count` candidates each; a walk whose start leads nowhere else is none. */
export function questioner(
  data: NavigationData,
  graph: LinkGraph,
  count: number,
): (asked: Asked) => Question[] {
  const sought = new Set([...data.finished, ...data.unfinished].map(({ target }) => target));
  const others = data.articles.flatMap((_, node) => (sought.has(node) ? [] : [node]));
  const distances = startDistances(graph);
  return ({ paths, targets, minClicks, most, stream }) => {
    const source: CandidateSource = { targets, others };
    const long = paths.filter(({ nodes }) => nodes.length >= minClicks + 2);
    const questions = sample(long, most, stream.split("paths")).map((path, i) => {
      const [start] = path.nodes as [number];
      const draw = stream.split("candidates", i);
      return question(path, drawCandidates(source, distances(start), start, path.target, count, draw));
    });
    return questions.filter(({ candidates }) => candidates.length > 1);
  };
}
