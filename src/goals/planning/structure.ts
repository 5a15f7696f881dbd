import type { Mdp } from "../mdp.js";
import { type Adjacency, orderAlong } from "./ordering.js";

/**
 * Who leads where in a process, whatever the goal. *Places* are the states in an order that runs along the process:
 * linear equations are solved in it.
 */
export interface Structure {
  /** State that each row belongs to, [rows]. */
  readonly stateOf: Int32Array;
  /** Rows that lead to state s: predecessorRow[predecessorStart[s]] .. predecessorRow[predecessorStart[s + 1] - 1]. */
  readonly predecessorStart: Int32Array;
  readonly predecessorRow: Int32Array;
  /** State at each place and place of each state, [states]. */
  readonly order: Int32Array;
  readonly placeOf: Int32Array;
  /** Other places that place i leads to, ascending: neighbour[neighbourStart[i]] .. neighbour[neighbourStart[i + 1] - 1]. */
  readonly neighbourStart: Int32Array;
  readonly neighbour: Int32Array;
  /** First index in `neighbour` of a place after i, [states]. */
  readonly split: Int32Array;
  /** Index in `neighbour` of the way back from each neighbour, -1 where there is none. */
  readonly back: Int32Array;
  /** Index in `neighbour` of each transition's successor, -1 where it is the state itself, [transitions]. */
  readonly slot: Int32Array;
}

const known = new WeakMap<Mdp, Structure>();

/** The structure of `mdp`, computed once for each process and shared by the goals on it. Cost O(transitions). */
export function structureOf(mdp: Mdp): Structure {
  let structure = known.get(mdp);
  if (structure === undefined) {
    const stateOf = rowOwners(mdp);
    const leading = predecessors(mdp);
    const from = {
      start: leading.predecessorStart,
      neighbour: leading.predecessorRow.map((row) => stateOf[row]),
    };
    const order = orderAlong(mdp, successors(mdp), from);
    const placeOf = new Int32Array(mdp.states);
    for (let place = 0; place < mdp.states; place++) placeOf[order[place]] = place;
    structure = { stateOf, ...leading, order, placeOf, ...neighbours(mdp, order, placeOf) };
    known.set(mdp, structure);
  }
  return structure;
}

function rowOwners({ states, rows, actionStart }: Mdp): Int32Array {
  const stateOf = new Int32Array(rows);
  for (let s = 0; s < states; s++) stateOf.fill(s, actionStart[s], actionStart[s + 1]);
  return stateOf;
}

function successors({ actionStart, transitionStart, successor }: Mdp): Adjacency {
  return { start: actionStart.map((row) => transitionStart[row]), neighbour: successor };
}

function predecessors(mdp: Mdp): Pick<Structure, "predecessorStart" | "predecessorRow"> {
  const { states, rows, transitionStart, successor } = mdp;
  const predecessorStart = new Int32Array(states + 1);
  for (const next of successor) predecessorStart[next + 1] += 1;
  for (let s = 0; s < states; s++) predecessorStart[s + 1] += predecessorStart[s];
  const predecessorRow = new Int32Array(successor.length);
  const filled = predecessorStart.slice();
  for (let row = 0; row < rows; row++)
    for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++)
      predecessorRow[filled[successor[t]]++] = row;
  return { predecessorStart, predecessorRow };
}

function neighbours(
  { states, actionStart, transitionStart, successor }: Mdp,
  order: Int32Array,
  placeOf: Int32Array,
): Pick<Structure, "neighbourStart" | "neighbour" | "split" | "back" | "slot"> {
  const neighbourStart = new Int32Array(states + 1);
  const neighbour = new Int32Array(successor.length);
  const split = new Int32Array(states);
  const slot = new Int32Array(successor.length).fill(-1);
  const seenFrom = new Int32Array(states).fill(-1);
  const index = new Int32Array(states);
  let end = 0;
  for (let place = 0; place < states; place++) {
    const first = transitionStart[actionStart[order[place]]];
    const last = transitionStart[actionStart[order[place] + 1]];
    for (let t = first; t < last; t++) {
      const next = placeOf[successor[t]];
      if (next === place || seenFrom[next] === place) continue;
      seenFrom[next] = place;
      neighbour[end++] = next;
    }
    neighbour.subarray(neighbourStart[place], end).sort();
    split[place] = end;
    for (let j = end - 1; j >= neighbourStart[place]; j--) {
      index[neighbour[j]] = j;
      if (neighbour[j] > place) split[place] = j;
    }
    for (let t = first; t < last; t++)
      if (successor[t] !== order[place]) slot[t] = index[placeOf[successor[t]]];
    neighbourStart[place + 1] = end;
  }
  return {
    neighbourStart,
    neighbour: neighbour.slice(0, end),
    split,
    back: waysBack(neighbourStart, neighbour, split),
    slot,
  };
}

function waysBack(start: Int32Array, neighbour: Int32Array, split: Int32Array): Int32Array {
  const back = new Int32Array(start[split.length]).fill(-1);
  const next = split.slice();
  // Lower neighbours come in ascending order of place, and so do the upper neighbours that each of them has.
  for (let place = 0; place < split.length; place++) {
    for (let j = start[place]; j < split[place]; j++) {
      const lower = neighbour[j];
      while (next[lower] < start[lower + 1] && neighbour[next[lower]] < place) next[lower] += 1;
      if (next[lower] === start[lower + 1] || neighbour[next[lower]] !== place) continue;
      back[j] = next[lower];
      back[next[lower]] = j;
    }
  }
  return back;
}
