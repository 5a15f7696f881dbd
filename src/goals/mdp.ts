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

/** The arrays of an Mdp, of any type, for instance read from a file. */
export type SparseTransitions = {
  readonly [key in "actionStart" | "transitionStart" | "successor" | "probability"]: ArrayLike<number>;
};

/** Largest accepted deviation of a row's probabilities from one. */
const TOLERANCE = 1e-9;

/**
 * Builds a process from each state's list of actions (an empty list: terminal).
 *
 * @throws RangeError as `sparseMdp`.
 */
export function buildMdp(actions: readonly (readonly Action[])[]): Mdp {
  const actionStart = [0];
  const transitionStart = [0];
  const successor: number[] = [];
  const probability: number[] = [];
  for (const list of actions) {
    for (const action of list) {
      for (const [next, p] of action) {
        successor.push(next);
        probability.push(p);
      }
      transitionStart.push(successor.length);
    }
    actionStart.push(transitionStart.length - 1);
  }
  return sparseMdp({ actionStart, transitionStart, successor, probability });
}

/**
 * Builds a process from its arrays, which are copied.
 *
 * @throws RangeError for starts that do not ascend from 0 to what they index; naming state and action when a successor
 *   does not exist, a probability is not in (0, 1], or a row does not sum to one.
 */
export function sparseMdp(arrays: SparseTransitions): Mdp {
  const { actionStart, transitionStart, successor, probability } = arrays;
  const states = actionStart.length - 1;
  const rows = transitionStart.length - 1;
  requireStarts("actionStart", actionStart, rows);
  requireStarts("transitionStart", transitionStart, successor.length);
  if (probability.length !== successor.length)
    throw new RangeError(
      `expected a probability for each of ${successor.length} successors, got ${probability.length}`,
    );
  for (let state = 0; state < states; state++)
    for (let row = actionStart[state]; row < actionStart[state + 1]; row++) {
      const problem = rowProblem(arrays, row, states);
      if (problem !== undefined)
        throw new RangeError(`state ${state}, action ${row - actionStart[state]}: ${problem}`);
    }
  return {
    states,
    rows,
    actionStart: Int32Array.from(actionStart),
    transitionStart: Int32Array.from(transitionStart),
    successor: Int32Array.from(successor),
    probability: Float64Array.from(probability),
  };
}

function requireStarts(name: string, start: ArrayLike<number>, end: number): void {
  const last = start.length - 1;
  for (let i = 0; i <= last; i++)
    if (!(Number.isInteger(start[i]) && start[i] >= (i === 0 ? 0 : start[i - 1])))
      throw new RangeError(`${name}[${i}]: expected whole numbers that do not fall, got ${start[i]}`);
  if (last < 0 || start[0] !== 0 || start[last] !== end)
    throw new RangeError(`${name}: expected to run from 0 to ${end}, got ${start[0]} to ${start[last]}`);
}

function rowProblem(
  { transitionStart, successor, probability }: SparseTransitions,
  row: number,
  states: number,
): string | undefined {
  let total = 0;
  for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++) {
    const next = successor[t];
    const p = probability[t];
    if (!(Number.isInteger(next) && next >= 0 && next < states))
      return `expected a successor from 0 to ${states - 1}, got ${next}`;
    if (!(p > 0 && p <= 1 + TOLERANCE)) return `expected a probability in (0, 1], got ${p}`;
    total += p;
  }
  return Math.abs(total - 1) <= TOLERANCE ? undefined : `probabilities sum to ${total}, not 1`;
}

/** The row of `action` (its index among the state's own actions). @throws RangeError where there is none. */
export function rowOf({ states, actionStart }: Mdp, state: number, action: number): number {
  if (!(Number.isInteger(state) && state >= 0 && state < states))
    throw new RangeError(`expected a state from 0 to ${states - 1}, got ${state}`);
  const row = actionStart[state] + action;
  if (!(Number.isInteger(action) && action >= 0 && row < actionStart[state + 1])) {
    throw new RangeError(
      `state ${state} has ${actionStart[state + 1] - actionStart[state]} actions, no action ${action}`,
    );
  }
  return row;
}

export const isTerminal = ({ actionStart }: Mdp, state: number): boolean =>
  actionStart[state] === actionStart[state + 1];
