/** A world file made into a process, its goals, and a way to read an episode as rows of it. */
import type { EpisodeRecord, WorldFile } from "../../contracts/index.js";
import {
  arrivalReward,
  buildMdp,
  DIRECTIONS,
  type Goal,
  graphWorld,
  gridworld,
  type Mdp,
  reachGoal,
  rowOf,
} from "../../goals/index.js";

export interface World {
  readonly mdp: Mdp;
  readonly goals: readonly Goal[];
  readonly discount: number;
  readonly betas: readonly number[];
  /** @throws RangeError naming the step that names an unknown state or action. */
  rows(episode: EpisodeRecord): number[];
}

type FileOf<Kind> = Extract<WorldFile, { kind: Kind }>;

/** @throws RangeError naming what in the file is wrong. */
export function buildWorld(file: WorldFile): World {
  const world =
    file.kind === "gridworld" ? fromMap(file) : file.kind === "graph" ? fromGraph(file) : fromTables(file);
  if (world.goals.length < 2) throw new RangeError(`expected at least two goals, got ${world.goals.length}`);
  const discount = file.discount ?? (file.kind === "graph" ? 1 : 0.95);
  return { ...world, discount, betas: file.beta };
}

type Process = Omit<World, "discount" | "betas">;

function fromMap({ map, goals, terminal, slip, slipTo, stepReward = 0 }: FileOf<"gridworld">): Process {
  const { mdp, cells, stateAt } = gridworld(map, { terminal, slip, slipTo });
  const marks = new Set(cells.map(({ mark }) => mark));
  const moves = DIRECTIONS.map(({ name }) => name as string);
  return {
    mdp,
    goals: Object.entries(goals).map(([name, rewards]) => {
      requireKnown(rewards, marks, `goal '${name}'`, "mark on the map");
      const values = cells.map(({ mark }) => stepReward + (rewards[mark] ?? 0));
      return { name, reward: arrivalReward(mdp, values) };
    }),
    rows: ({ steps }) =>
      eachStep(steps, ([state, action]) => {
        const cell = /^\s*(\d+)\s*,\s*(\d+)\s*$/.exec(state);
        if (!cell) throw new RangeError(`expected a state "x,y", got "${state}"`);
        return rowOf(mdp, stateAt(Number(cell[1]), Number(cell[2])), indexOf(moves, action, "action"));
      }),
  };
}

function fromGraph({ links, goals, stepReward }: FileOf<"graph">): Process {
  const nodes = [...new Set([...Object.keys(links), ...Object.values(links).flat()])];
  const index = new Map(nodes.map((node, i) => [node, i]));
  const node = (name: string): number => {
    const found = index.get(name);
    if (found === undefined) throw new RangeError(`unknown node "${name}"`);
    return found;
  };
  const pairs = Object.entries(links).flatMap(([from, to]) =>
    to.map((next) => [node(from), node(next)] as const),
  );
  const world = graphWorld(nodes.length, pairs);
  return {
    mdp: world.mdp,
    goals: goals.map((target) => reachGoal(world, node(target), target, -(stepReward ?? -1))),
    rows: ({ path, stopped }) => {
      if (path === undefined) throw new RangeError('expected "path", the nodes passed');
      return world.path(path.map(node), stopped);
    },
  };
}

function fromTables({ transitions, goals, stepReward = 0 }: FileOf<"mdp">): Process {
  const states = Object.keys(transitions);
  const actions = states.map((state) => Object.keys(transitions[state]!));
  const tables = states.map((state, s) =>
    actions[s]!.map((action) =>
      Object.entries(transitions[state]![action]!).map(
        ([next, p]) => [indexOf(states, next, `state ${state}, action ${action}: successor`), p] as const,
      ),
    ),
  );
  const mdp = buildMdp(tables);
  return {
    mdp,
    goals: Object.entries(goals).map(([name, rewards]) => {
      requireKnown(rewards, new Set(states), `goal '${name}'`, "state");
      return {
        name,
        reward: arrivalReward(
          mdp,
          states.map((state) => stepReward + (rewards[state] ?? 0)),
        ),
      };
    }),
    rows: ({ steps }) =>
      eachStep(steps, ([state, action]) => {
        const s = indexOf(states, state, "state");
        return rowOf(mdp, s, indexOf(actions[s]!, action, `action of "${state}"`));
      }),
  };
}

function eachStep(steps: EpisodeRecord["steps"], row: (step: readonly [string, string]) => number): number[] {
  if (steps === undefined) throw new RangeError('expected "steps", a list of [state, action]');
  return steps.map((step, i) => {
    try {
      return row(step);
    } catch (error) {
      throw new RangeError(`step ${i}: ${(error as Error).message}`);
    }
  });
}

function indexOf(names: readonly string[], name: string, what: string): number {
  const index = names.indexOf(name);
  if (index < 0)
    throw new RangeError(`unknown ${what} "${name}"; expected one of ${names.slice(0, 12).join(", ")}`);
  return index;
}

function requireKnown(
  rewards: Readonly<Record<string, number>>,
  known: ReadonlySet<string>,
  where: string,
  what: string,
): void {
  for (const name of Object.keys(rewards)) {
    if (!known.has(name)) throw new RangeError(`${where}: no ${what} "${name}"`);
  }
}
