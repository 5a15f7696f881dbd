import { type Choices, fitConditionalLogit, type LogitFit } from "./conditional-logit.js";
import type { LinkGraph } from "./link-graph.js";
import { contextOf, contexts, type NavigationPolicy } from "./seeker.js";
import { navigationFeatures, type TargetView } from "./target-features.js";

/** What was learned from people whose targets are known. */
export interface LearnedNavigation extends NavigationPolicy {
  /** One vector of weights for every click. */
  readonly pooled: LogitFit;
  /** By context; `undefined` where no click was seen, and the pooled weights serve. */
  readonly byContext: readonly (LogitFit | undefined)[];
}

/** Walks of people who sought one target, from start to end. */
export interface Walks {
  readonly target: number;
  readonly paths: readonly (readonly number[])[];
}

/**
 * Learns what people follow: the weights of a conditional logit over the links of each article, first one vector for
 * all clicks, then one for each context, drawn towards the first so that contexts with few clicks stay near it. Clicks
 * towards one target count as one cluster in the standard errors.
 *
 * @param views the view of each target, asked for once.
 * @throws RangeError when there is no click.
 */
export function learnNavigation(
  graph: LinkGraph,
  walks: readonly Walks[],
  views: (target: number) => TargetView,
): LearnedNavigation {
  const { choices, context } = collect(graph, walks, views);
  const pooled = fitConditionalLogit(choices);
  const byContext = contexts.map((_, number) => {
    const some = subset(choices, (choice) => context[choice] === number);
    return some.taken.length === 0 ? undefined : fitConditionalLogit(some, { centre: pooled.weights });
  });
  return { pooled, byContext, weights: byContext.map((fit) => (fit ?? pooled).weights) };
}

function collect(
  { successorStart, successors }: LinkGraph,
  walks: readonly Walks[],
  views: (target: number) => TargetView,
): { choices: Choices; context: Int32Array } {
  const width = navigationFeatures.length;
  let alternatives = 0;
  let clicks = 0;
  for (const { paths } of walks) {
    for (const path of paths) {
      for (const node of path.slice(0, -1)) {
        alternatives += successorStart[node + 1] - successorStart[node];
        clicks += 1;
      }
    }
  }
  const features = new Float32Array(alternatives * width);
  const [start, end, taken, cluster, context] = Array.from({ length: 5 }, () => new Int32Array(clicks));
  let row = 0;
  let choice = 0;
  walks.forEach(({ target, paths }, number) => {
    const view = views(target);
    for (const path of paths) {
      for (let click = 0; click + 1 < path.length; click++) {
        const from = path[click];
        start[choice] = row;
        taken[choice] = -1;
        for (let i = successorStart[from]; i < successorStart[from + 1]; i++) {
          const to = successors[i];
          if (to === path[click + 1]) taken[choice] = row;
          features.set(view.features.subarray(to * width, (to + 1) * width), row * width);
          row += 1;
        }
        if (taken[choice] < 0) throw new RangeError(`there is no link ${from} -> ${path[click + 1]}`);
        end[choice] = row;
        cluster[choice] = number;
        context[choice] = contextOf(view.hops[from], click);
        choice += 1;
      }
    }
  });
  return { choices: { width, features, start, end, taken, cluster }, context };
}

function subset(choices: Choices, keep: (choice: number) => boolean): Choices {
  const select = (values: Int32Array): Int32Array => values.filter((_, choice) => keep(choice));
  return {
    ...choices,
    start: select(choices.start),
    end: select(choices.end),
    taken: select(choices.taken),
    cluster: select(choices.cluster),
  };
}
