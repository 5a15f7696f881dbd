import {
  type Goal,
  type Gridworld,
  gridworld,
  posterior,
  type SoftValues,
  softValueIteration,
  stateReward,
  type Trajectory,
} from "../src/goals/index.js";
import { RandomStream } from "../src/numeric/index.js";
import type { Benchmark, Row } from "./contract.js";
import { interleave, timed } from "./interleave.js";
import { type PythonPeer, startPython } from "./peers/python.js";

const SIZE = 100;
const SLIP = 0.2;
const BETA = 10;
/** Largest change of a backup at which both sides stop, in units of reward. */
const RESIDUAL = 1e-6;
const TARGETS = [
  [80, 70],
  [5, 10],
  [50, 50],
  [99, 99],
  [90, 3],
  [12, 88],
  [66, 33],
  [20, 60],
] as const;
const WALKS = 200;
const STEPS = 100;

export const softPlanning: Benchmark = {
  name: "soft-planning",
  summary:
    "soft values and goal posteriors, 100 x 100 gridworld, 8 goals, against value iteration in numpy and scipy.sparse",
  async rows({ quick }) {
    const world = gridworld(Array(SIZE).fill(".".repeat(SIZE)), { slip: SLIP });
    const peer = await startPython("soft_planning.py");
    try {
      const rows: Row[] = [];
      for (const discount of [0.9, 0.99]) rows.push(await planning(peer, world, discount, quick));
      rows.push(await inversePlanning(peer, world, 0.99, quick));
      return rows;
    } finally {
      peer.close();
    }
  },
};

const goalsOn = ({ mdp, cells }: Gridworld): Goal[] =>
  TARGETS.map(([x, y]) => ({
    name: `${x},${y}`,
    reward: stateReward(
      mdp,
      Float64Array.from(cells, (cell) => (cell.x === x && cell.y === y ? 1 : 0)),
    ),
  }));

const planAll = ({ mdp }: Gridworld, goals: readonly Goal[], discount: number): SoftValues[] =>
  goals.map((goal) =>
    softValueIteration(mdp, goal, {
      beta: BETA,
      discount,
      tolerance: (BETA * RESIDUAL) / (1 - discount),
    }),
  );

function planning(peer: PythonPeer, world: Gridworld, discount: number, quick: boolean): Promise<Row> {
  const goals = goalsOn(world);
  let value = 0;
  return interleave(
    {
      name: `soft values of 8 goals, discount ${discount}`,
      unit: "ms",
      figure: (seconds) => seconds * 1000,
      ours: () =>
        timed(() => {
          value = planAll(world, goals, discount)[0].values[0];
        }),
      peer: asked(peer, { discount, walks: [] }, (answer) =>
        agree("value of the first cell", answer.value, value, (2 * RESIDUAL) / (1 - discount)),
      ),
    },
    quick,
  );
}

function inversePlanning(peer: PythonPeer, world: Gridworld, discount: number, quick: boolean): Promise<Row> {
  const goals = goalsOn(world);
  const walks = randomWalks(world, planAll(world, goals, discount));
  let confidence = 0;
  return interleave(
    {
      name: `and p(goal) after each of ${STEPS} steps of ${WALKS} walks, discount ${discount}`,
      unit: "ms",
      figure: (seconds) => seconds * 1000,
      ours: () =>
        timed(() => {
          const policies = planAll(world, goals, discount).map(({ policy }) => policy);
          confidence = 0;
          walks.forEach((walk, i) => {
            const { afterPrefix } = posterior(policies, Array(8).fill(1), walk);
            for (const p of afterPrefix.slice(1)) confidence += p![i % 8] / (WALKS * STEPS);
          });
        }),
      peer: asked(peer, { discount, walks }, (answer) =>
        agree("mean probability of the true goal", answer.confidence, confidence, 1e-3),
      ),
    },
    quick,
  );
}

/** Walk i makes for goal i mod 8, from a random cell. */
function randomWalks({ mdp }: Gridworld, plans: readonly SoftValues[]): Trajectory[] {
  const { states, actionStart, transitionStart, successor, probability } = mdp;
  return Array.from({ length: WALKS }, (_, i) => {
    const stream = RandomStream.fromSeed(1).split(i);
    const { policy } = plans[i % 8];
    let state = stream.integer(states);
    return Array.from({ length: STEPS }, () => {
      const row = pick(stream, actionStart[state], actionStart[state + 1], (r) => Math.exp(policy[r]));
      state = successor[pick(stream, transitionStart[row], transitionStart[row + 1], (t) => probability[t])];
      return row;
    });
  });
}

function pick(stream: RandomStream, from: number, to: number, weight: (i: number) => number): number {
  let left = stream.uniform();
  for (let i = from; i < to - 1; i++) {
    left -= weight(i);
    if (left < 0) return i;
  }
  return to - 1;
}

function asked(
  peer: PythonPeer,
  work: { readonly discount: number; readonly walks: readonly Trajectory[] },
  check: (answer: Record<string, number>) => void,
) {
  if (peer.missing.length > 0) return { install: "python3 -m pip install numpy scipy" };
  const targets = TARGETS.map(([x, y]) => y * SIZE + x);
  const request = { size: SIZE, slip: SLIP, beta: BETA, residual: RESIDUAL, targets, ...work };
  return async () => {
    const answer = await peer.ask(request);
    check(answer);
    return answer.seconds;
  };
}

function agree(what: string, value: number, expected: number, tolerance: number): void {
  if (!(Math.abs(value - expected) <= tolerance))
    throw new Error(
      `${what}: expected ${expected} to within ${tolerance}, got ${value}; the sides do different work`,
    );
}
