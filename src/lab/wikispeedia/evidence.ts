import type { NavigationPath } from "../../contracts/index.js";
import { clickLogProbabilities, type Evidence, type Seeker, type TargetView } from "../../goals/index.js";

/** A walk without its last node, and who might have walked it. */
export interface Question {
  readonly seen: readonly number[];
  readonly target: number;
  /** The true target first. */
  readonly candidates: readonly number[];
}

export const question = (path: NavigationPath, candidates: readonly number[]): Question => ({
  seen: path.nodes.slice(0, -1),
  target: path.target,
  candidates,
});

/** Called before each candidate target: how many are done, of how many. */
export type OnTarget = (done: number, of: number) => Promise<void>;

/**
 * The log-likelihood of every click of every walk under each of its candidates, for several models at once. Candidates
 * are taken one after another over all walks, so that only one view of the graph is held at a time.
 *
 * @returns [model][walk]
 */
export async function weigh(
  questions: readonly Question[],
  views: (target: number) => TargetView,
  models: readonly ((view: TargetView) => Seeker)[],
  onTarget: OnTarget,
): Promise<Evidence[][]> {
  const byModel = models.map((model) => ({
    model,
    clicks: questions.map(({ candidates }) => candidates.map(() => new Float64Array())),
  }));
  const uses = new Map<number, [walk: number, candidate: number][]>();
  questions.forEach(({ candidates }, walk) => {
    candidates.forEach((candidate, i) => {
      const list = uses.get(candidate) ?? [];
      list.push([walk, i]);
      uses.set(candidate, list);
    });
  });
  let done = 0;
  for (const [target, list] of uses) {
    await onTarget(done++, uses.size);
    const view = views(target);
    for (const { model, clicks } of byModel) {
      const seeker = model(view);
      for (const [walk, i] of list) {
        const { seen } = questions[walk] as Question;
        (clicks[walk] as Float64Array[])[i] = clickLogProbabilities(seeker, seen, target);
      }
    }
  }
  return byModel.map(({ clicks }) =>
    questions.map(({ target }, walk) => ({ clicks: clicks[walk] ?? [], truth: 0, cluster: target })),
  );
}
