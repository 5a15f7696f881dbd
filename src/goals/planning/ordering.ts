import { isTerminal, type Mdp } from "../mdp.js";

/** Who borders on whom: neighbours of state s are neighbour[start[s]] .. neighbour[start[s + 1] - 1]. */
export interface Adjacency {
  readonly start: Int32Array;
  readonly neighbour: Int32Array;
}

/**
 * States in an order that runs along the process, [states]: breadth first through steps in either direction, from a state
 * at one end of it [Cuthill & McKee 1969; end found as in George & Liu 1979]. A corridor is numbered from end to end,
 * whatever its states' own numbers. Terminal states come last; they border on too much, and their values are known.
 */
export function orderAlong(mdp: Mdp, out: Adjacency, into: Adjacency): Int32Array {
  const { states } = mdp;
  const order = new Int32Array(states);
  const done = new Uint8Array(states);
  const visited = new Int32Array(states).fill(-1);
  let visits = 0;
  let count = 0;

  /** Breadth first from `root` over states not yet ordered, into order[count..]; the number of levels and the end. */
  const walk = (root: number): { levels: number; end: number } => {
    const visit = visits++;
    let end = count;
    const reach = (s: number): void => {
      if (visited[s] === visit || done[s] === 1 || isTerminal(mdp, s)) return;
      visited[s] = visit;
      order[end++] = s;
    };
    reach(root);
    let levels = 0;
    for (let from = count, to = end; from < to; levels++) {
      for (let i = from; i < to; i++) {
        for (const { start, neighbour } of [out, into])
          for (let j = start[order[i]]; j < start[order[i] + 1]; j++) reach(neighbour[j]);
      }
      from = to;
      to = end;
    }
    return { levels, end };
  };

  for (let s = 0; s < states; s++) {
    if (done[s] === 1 || isTerminal(mdp, s)) continue;
    let found = walk(s);
    for (let levels = 0; found.levels > levels; ) {
      levels = found.levels;
      found = walk(order[found.end - 1]);
    }
    for (; count < found.end; count++) done[order[count]] = 1;
  }
  for (let s = 0; s < states; s++) if (isTerminal(mdp, s)) order[count++] = s;
  return order;
}
