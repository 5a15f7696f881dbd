import { buildMdp, type Mdp } from "../mdp.js";

/**
 * A process from dense tables: transition[s][a][s'] = P(s' | s, a), zeros left out; a state with an empty list of actions
 * is terminal. For processes small enough to write down.
 *
 * @throws RangeError as `buildMdp`, or for a table of the wrong width.
 */
export function denseMdp(transition: readonly (readonly ArrayLike<number>[])[]): Mdp {
  const states = transition.length;
  return buildMdp(
    transition.map((actions, state) =>
      actions.map((probabilities, action) => {
        if (probabilities.length !== states) {
          throw new RangeError(
            `state ${state}, action ${action}: expected ${states} probabilities, got ${probabilities.length}`,
          );
        }
        return Array.from(probabilities, (p, next) => [next, p] as const).filter(([, p]) => p !== 0);
      }),
    ),
  );
}
