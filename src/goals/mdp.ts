/**
 * A tabular Markov decision process without reward, in compressed sparse rows.
 *
 * A *row* is one available (state, action) pair. Rows of state s: actionStart[s] .. actionStart[s + 1] - 1; a state
 * without rows is terminal. Transitions of row r: transitionStart[r] .. transitionStart[r + 1] - 1 in `successor` and
 * `probability`, summing to one. A trajectory is a list of rows: it names states and actions at once.
 */
export interface Mdp {
  readonly states: number;
  readonly rows: number;
  /** [states + 1] */
  readonly actionStart: Int32Array;
  /** [rows + 1] */
  readonly transitionStart: Int32Array;
  /** [transitions] */
  readonly successor: Int32Array;
  /** [transitions] */
  readonly probability: Float64Array;
}

/** One available action: its transitions as [successor, probability] pairs. */
export type Action = readonly (readonly [state: number, probability: number])[];

/** Largest accepted deviation of a row's probabilities from one. */
const TOLERANCE = 1e-9;

/**
 * Builds a process from each state's list of actions (an empty list: terminal).
 *
 * @throws RangeError naming state and action when a successor does not exist, a probability is not in (0, 1], or a
 *   row does not sum to one.
 */
export function buildMdp(actions: readonly (readonly Action[])[]): Mdp {
  const states = actions.length;
  const rows = actions.reduce((total, list) => total + list.length, 0);
  const transitions = actions.reduce(
    (total, list) => list.reduce((sum, action) => sum + action.length, total),
    0,
  );
  const actionStart = new Int32Array(states + 1);
  const transitionStart = new Int32Array(rows + 1);
  const successor = new Int32Array(transitions);
  const probability = new Float64Array(transitions);
  let row = 0;
  let at = 0;
  actions.forEach((list, state) => {
    list.forEach((action, index) => {
      const where = `state ${state}, action ${index}`;
      let total = 0;
      for (const [next, p] of action) {
        if (!(Number.isInteger(next) && next >= 0 && next < states)) {
          throw new RangeError(`${where}: expected a successor from 0 to ${states - 1}, got ${next}`);
        }
        if (!(p > 0 && p <= 1 + TOLERANCE))
          throw new RangeError(`${where}: expected a probability in (0, 1], got ${p}`);
        successor[at] = next;
        probability[at++] = p;
        total += p;
      }
      if (!(Math.abs(total - 1) <= TOLERANCE))
        throw new RangeError(`${where}: probabilities sum to ${total}, not 1`);
      transitionStart[++row] = at;
    });
    actionStart[state + 1] = row;
  });
  return { states, rows, actionStart, transitionStart, successor, probability };
}

/** The row of `action` (its index among the state's own actions). */
export function rowOf({ actionStart }: Mdp, state: number, action: number): number {
  const row = actionStart[state] + action;
  if (!(action >= 0 && row < actionStart[state + 1])) {
    throw new RangeError(
      `state ${state} has ${actionStart[state + 1] - actionStart[state]} actions, no action ${action}`,
    );
  }
  return row;
}

export const isTerminal = ({ actionStart }: Mdp, state: number): boolean =>
  actionStart[state] === actionStart[state + 1];
