import { isTerminal, type Mdp } from "../mdp.js";
import { structureOf } from "./structure.js";

/** Which states have a value above -Infinity, and which rows keep to them; one where it does. */
export interface Viability {
  readonly state: Uint8Array;
  readonly row: Uint8Array;
}

/**
 * A row is viable if it is allowed and everything it may lead to is; a state if it has a viable row, or is a terminal
 * state that is allowed. With `mustEnd` a viable state also reaches a terminal one through viable rows: then some policy
 * ends from there with probability one [de Alfaro 1999, almost-sure reachability].
 *
 * @param allowedRow [rows], @param allowedEnd [states], read at terminal states only.
 */
export function viability(
  mdp: Mdp,
  allowedRow: (row: number) => boolean,
  allowedEnd: (state: number) => boolean,
  mustEnd: boolean,
): Viability {
  const { states, rows, actionStart } = mdp;
  const { stateOf, predecessorStart, predecessorRow } = structureOf(mdp);
  const state = new Uint8Array(states).fill(1);
  const row = new Uint8Array(rows).fill(1);
  const left = new Int32Array(states);
  const lost: number[] = [];
  const loseState = (s: number): void => {
    if (state[s] === 0) return;
    state[s] = 0;
    lost.push(s);
  };
  const loseRow = (r: number): void => {
    if (row[r] === 0) return;
    row[r] = 0;
    if (--left[stateOf[r]] === 0) loseState(stateOf[r]);
  };
  const settle = (): void => {
    for (let s = lost.pop(); s !== undefined; s = lost.pop())
      for (let i = predecessorStart[s]; i < predecessorStart[s + 1]; i++) loseRow(predecessorRow[i]);
  };

  for (let s = 0; s < states; s++) {
    left[s] = actionStart[s + 1] - actionStart[s];
    if (isTerminal(mdp, s) && !allowedEnd(s)) loseState(s);
  }
  for (let r = 0; r < rows; r++) if (!allowedRow(r)) loseRow(r);
  settle();
  for (let changed = mustEnd; changed; ) {
    const distance = distanceTo(mdp, { state, row }, (s) => isTerminal(mdp, s));
    changed = false;
    for (let s = 0; s < states; s++) {
      if (state[s] === 0 || distance[s] >= 0) continue;
      loseState(s);
      changed = true;
    }
    settle();
  }
  return { state, row };
}

/** Fewest viable rows from each state to a viable one of `targets`, if chance is kind; -1 where there is no way. */
export function distanceTo(
  mdp: Mdp,
  { state, row }: Viability,
  targets: (state: number) => boolean,
): Int32Array {
  const { stateOf, predecessorStart, predecessorRow } = structureOf(mdp);
  const distance = new Int32Array(mdp.states).fill(-1);
  const queue: number[] = [];
  for (let s = 0; s < mdp.states; s++) {
    if (state[s] === 0 || !targets(s)) continue;
    distance[s] = 0;
    queue.push(s);
  }
  for (const s of queue) {
    for (let i = predecessorStart[s]; i < predecessorStart[s + 1]; i++) {
      const from = stateOf[predecessorRow[i]];
      if (row[predecessorRow[i]] === 0 || distance[from] >= 0) continue;
      distance[from] = distance[s] + 1;
      queue.push(from);
    }
  }
  return distance;
}
