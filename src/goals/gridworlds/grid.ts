/**
 * Maps of single characters, one string a row, and movement on them. A cell is row * columns + column.
 * `#` is a wall; the border of a map is never walked over, so that every cell an agent stands on has four neighbours.
 */
export type Move = "l" | "r" | "u" | "d";

/** Left, right, up, down: the order of actions in every gridworld. */
export const MOVES: readonly Move[] = ["l", "r", "u", "d"];

export interface Grid {
  readonly columns: number;
  readonly cells: number;
  /** The symbol of a cell. */
  at(cell: number): string;
  /** The one cell that carries `symbol`. */
  only(symbol: string): number;
  /** Every cell that carries one of `symbols`, in reading order. */
  all(symbols: string): number[];
  /** The cell next to `cell`, wall or not. */
  beside(cell: number, move: Move): number;
  /** Where a step from `cell` leads: the cell beside it, or `cell` itself before a wall. */
  walk(cell: number, move: Move): number;
}

/** @throws RangeError when the rows differ in length; `only` throws when there is not exactly one such cell. */
export function parseGrid(rows: readonly string[]): Grid {
  const columns = rows[0]?.length ?? 0;
  rows.forEach((row, i) => {
    if (row.length !== columns)
      throw new RangeError(`row ${i} of a map has ${row.length} cells, row 0 has ${columns}`);
  });
  const symbols = rows.join("");
  const offset = { l: -1, r: 1, u: -columns, d: columns };
  const beside = (cell: number, move: Move): number => cell + offset[move];
  const all = (wanted: string): number[] =>
    Array.from(symbols, (_, cell) => cell).filter((cell) => wanted.includes(symbols[cell]));
  return {
    columns,
    cells: symbols.length,
    at: (cell) => symbols[cell],
    only(symbol) {
      const found = all(symbol);
      if (found.length !== 1)
        throw new RangeError(`expected exactly one ${symbol} on the map, found ${found.length}`);
      return found[0];
    },
    all,
    beside,
    walk(cell, move) {
      const next = beside(cell, move);
      return symbols[next] === "#" ? cell : next;
    },
  };
}

/**
 * A step of an agent that pushes what stands in its way: a box moves one cell on when that cell is neither wall nor
 * box; otherwise nothing moves.
 */
export function push(
  grid: Grid,
  agent: number,
  boxes: readonly number[],
  move: Move,
): { readonly agent: number; readonly boxes: readonly number[] } {
  const target = grid.walk(agent, move);
  const pushed = boxes.indexOf(target);
  if (pushed < 0) return { agent: target, boxes };
  const behind = grid.walk(target, move);
  if (boxes.includes(behind)) return { agent, boxes };
  return { agent: target, boxes: boxes.with(pushed, behind) };
}
