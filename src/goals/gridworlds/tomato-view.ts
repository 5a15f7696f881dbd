/**
 * tomato_watering as it looks from nearby. The whole world has 237,568 states with up to 2^13 successors a move, too many
 * to plan on; what an agent sees here is its cell and which tomatoes beside it are dry.
 *
 * The process on these views takes a tomato that comes into sight for dry with a fixed probability, as if it remembered
 * nothing; in truth it depends on how long ago the tomato was watered. States are views, row s x 4 + i is MOVES[i]. There
 * is no end of the episode.
 */
import type { Goal } from "../goal.js";
import { type Action, buildMdp, type Mdp } from "../mdp.js";
import { MOVES } from "./grid.js";
import {
  bucket,
  cellsSeenFromBucket,
  DRYING,
  grid,
  TOMATO_REWARD,
  type TomatoWateringState,
  tomatoes,
} from "./tomato-watering.js";

/** Probability that a tomato is dry when it comes into sight: between the map's 5 of 13 and 1 - .95^20 = .64. */
const DRY_AT_FIRST_SIGHT = 0.5;

export interface TomatoView {
  readonly mdp: Mdp;
  /** The view of a state of the world, as a state of `mdp`. */
  viewOf(state: TomatoWateringState): number;
  /** Index of the agent's cell among those that are no wall, and for each of MOVES whether a dry tomato is there. */
  readonly parts: readonly (readonly [cell: number, dry: readonly boolean[]])[];
  readonly cells: number;
  /** To water dry tomatoes: each is then watered for 1 / .05 steps on average, at .02 a step. */
  readonly watering: Goal;
  /** To see all cells as watered tomatoes, from under the bucket. */
  readonly bucket: Goal;
}

export function tomatoView(): TomatoView {
  const cells = Array.from({ length: grid.cells }, (_, cell) => cell).filter((cell) => grid.at(cell) !== "#");
  const index = new Map<string, number>();
  const views: (readonly [cell: number, dry: readonly boolean[]])[] = [];
  for (const cell of cells)
    for (const [, dry] of sights(cell, (tomato) => (tomato ? 0.5 : 0))) {
      index.set(name(cell, dry), views.push([cell, dry]) - 1);
    }
  const find = (cell: number, dry: readonly boolean[]): number => index.get(name(cell, dry))!;

  const actions = views.map(([cell, dry]) =>
    MOVES.map((move): Action => {
      const next = grid.walk(cell, move);
      const chance = (tomato: boolean, beside: number, way: number): number => {
        if (!tomato) return 0;
        if (next === cell) return dry[way] ? 1 : DRYING;
        return beside === cell ? DRYING : DRY_AT_FIRST_SIGHT;
      };
      return sights(next, chance).map(([probability, seen]) => [find(next, seen), probability] as const);
    }),
  );
  const goal = (title: string, reward: (cell: number, dry: boolean) => number): Goal => ({
    name: title,
    reward: Float64Array.from(
      views.flatMap(([cell, dry]) => MOVES.map((move, way) => reward(grid.walk(cell, move), dry[way]))),
    ),
  });
  return {
    mdp: buildMdp(actions),
    viewOf: ({ agent, watered }) =>
      find(
        agent,
        MOVES.map((move) => {
          const tomato = tomatoes.indexOf(grid.beside(agent, move));
          return tomato >= 0 && !watered[tomato];
        }),
      ),
    parts: views.map(([cell, dry]) => [cells.indexOf(cell), dry] as const),
    cells: cells.length,
    watering: goal("water the tomatoes", (cell, dry) =>
      tomatoes.includes(cell) ? (TOMATO_REWARD / DRYING) * (dry ? 1 : DRYING) : 0,
    ),
    bucket: goal("stand under the bucket", (cell) =>
      cell === bucket ? TOMATO_REWARD * cellsSeenFromBucket : 0,
    ),
  };
}

/** Every combination of what may be dry beside a cell, with its probability. */
function sights(
  cell: number,
  chance: (tomato: boolean, beside: number, way: number) => number,
): [probability: number, dry: readonly boolean[]][] {
  return MOVES.reduce<[number, readonly boolean[]][]>(
    (partial, move, way) => {
      const beside = grid.beside(cell, move);
      const p = chance(tomatoes.includes(beside), beside, way);
      return partial.flatMap(([probability, dry]) =>
        [p, 1 - p].flatMap((q, i): [number, readonly boolean[]][] =>
          q > 0 ? [[probability * q, [...dry, i === 0]]] : [],
        ),
      );
    },
    [[1, []]],
  );
}

const name = (cell: number, dry: readonly boolean[]): string => `${cell} ${dry.map(Number).join("")}`;
