import { type Action, buildMdp, type Mdp } from "../mdp.js";

export interface Cell {
  readonly x: number;
  readonly y: number;
  /** The character of the map. */
  readonly mark: string;
}

export interface Gridworld {
  readonly mdp: Mdp;
  /** The cell of each state: those that are no wall, row by row from the top left. */
  readonly cells: readonly Cell[];
  /** @throws RangeError where there is a wall or nothing. */
  stateAt(x: number, y: number): number;
}

export interface GridworldOptions {
  /** Marks of cells that end the episode; none by default. */
  readonly terminal?: string;
  /** Probability p of slipping, from 0 to 1; default 0. */
  readonly slip?: number;
  /**
   * Where a slip goes. "anywhere" (default): one of the four directions, so that the intended one has 1 - p + p/4 and
   * each other p/4 (IcyGridWorld of irl-maxent). "sideways": one of the two at right angles, p/2 each [Russell & Norvig,
   * Artificial Intelligence, section 17.1].
   */
  readonly slipTo?: "anywhere" | "sideways";
}

/** Action i of every state; y grows downwards. */
export const DIRECTIONS = [
  { name: "right", dx: 1, dy: 0 },
  { name: "left", dx: -1, dy: 0 },
  { name: "down", dx: 0, dy: 1 },
  { name: "up", dx: 0, dy: -1 },
] as const;

const WALL = "#";

/**
 * A gridworld drawn as lines of equal length, `#` a wall: four actions (DIRECTIONS) in each cell, none in a terminal
 * one. A move into a wall or off the map stays where it is.
 *
 * @throws RangeError for lines of unequal length, a map without cells, or `slip` outside [0, 1].
 */
export function gridworld(
  map: readonly string[],
  { terminal = "", slip = 0, slipTo = "anywhere" }: GridworldOptions = {},
): Gridworld {
  if (!(slip >= 0 && slip <= 1)) throw new RangeError(`slip must lie in [0, 1], got ${slip}`);
  const width = map[0]?.length ?? 0;
  const stateOf = new Map<number, number>();
  const cells: Cell[] = [];
  map.forEach((line, y) => {
    if (line.length !== width)
      throw new RangeError(`line ${y} of the map has ${line.length} cells, line 0 has ${width}`);
    for (let x = 0; x < width; x++)
      if (line[x] !== WALL) stateOf.set(y * width + x, cells.push({ x, y, mark: line[x] }) - 1);
  });
  if (cells.length === 0) throw new RangeError("a map needs at least one cell that is no wall");
  const find = (x: number, y: number): number | undefined =>
    x >= 0 && x < width ? stateOf.get(y * width + x) : undefined;

  const actions = cells.map(({ x, y, mark }, here): Action[] => {
    if (terminal.includes(mark)) return [];
    const reached = DIRECTIONS.map(({ dx, dy }) => find(x + dx, y + dy) ?? here);
    return DIRECTIONS.map((_, intended) => {
      const next = new Map<number, number>();
      const add = (state: number, p: number): void => {
        if (p > 0) next.set(state, (next.get(state) ?? 0) + p);
      };
      add(reached[intended], 1 - slip);
      for (const direction of slipTo === "anywhere" ? [0, 1, 2, 3] : sideways(intended))
        add(reached[direction], slip / (slipTo === "anywhere" ? 4 : 2));
      return [...next];
    });
  });
  return {
    mdp: buildMdp(actions),
    cells,
    stateAt(x, y) {
      const state = find(x, y);
      if (state === undefined) throw new RangeError(`no cell at x = ${x}, y = ${y}`);
      return state;
    },
  };
}

const sideways = (direction: number): readonly number[] => (direction < 2 ? [2, 3] : [0, 1]);
