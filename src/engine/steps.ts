import { numpy as np, tree } from "@jax-js/jax";

/**
 * Several steps of a loop as one program: a call to the runtime costs as much as a small model's step.
 *
 * @param step (state, batch, ...constants) -> [next state, result]
 * @returns the same over `count` steps: the leaves of `batches` and of the results have a leading axis of that length.
 */
export function unrolled<State, Batch, Constants extends unknown[], Result>(
  step: (state: State, batch: Batch, ...constants: Constants) => [State, Result],
  count: number,
): (state: State, batches: Batch, ...constants: Constants) => [State, Result] {
  const take = (batches: Batch, i: number) =>
    tree.map((leaf: np.Array) => leaf.ref.slice(i), batches as never) as Batch;
  const steps = (state: State, batches: Batch, ...constants: Constants): [State, Result] => {
    const results: Result[] = [];
    let present = state;
    for (let i = 0; i < count; i++) {
      const [next, result] = step(present, take(batches, i), ...(tree.ref(constants as never) as Constants));
      present = next;
      results.push(result);
    }
    tree.dispose([batches, constants] as never);
    const [first, ...others] = results as never[];
    const stacked = tree.map((...leaves: np.Array[]) => np.stack(leaves), first as never, ...others);
    return [present, stacked as Result];
  };
  return Object.defineProperty(steps, "name", { value: step.name });
}
