/**
 * Restaurant choice of agentmodels.org, chapter 4 (makeGridWorldMDP with noReverse, maxTimeAtRestaurant 2, start [3, 1],
 * totalTime 11). The agent walks streets and enters one of four restaurants; it may not turn back.
 *
 * - A step off a street takes one unit of time; where one is left, or less, the state is the last.
 * - The agent arrives at a restaurant with time-at-restaurant 0; the next state, 1, is the last.
 * - Each state gains its utility: the restaurant's, or the cost of time.
 * - Actions are the moves to a street or restaurant other than where it came from; if there is none, one that stays.
 *
 * A process without its last states' rows, which gain a terminal value instead.
 */
import { describe, expect, it } from "vitest";
import golden from "../../../test/reference/irl/planning.golden.json" with { type: "json" };
import { type Action, buildMdp, finiteHorizon, type Goal, type Plan } from "../index.js";
import { jointPosterior } from "./joint-posterior.js";
import { logLikelihood } from "./likelihood.js";
import { posterior } from "./posterior.js";
import { gridRationality } from "./rationality.js";
import { trajectoryOf } from "./trajectory.js";

const MAP = ["####V#", "###___", "##D_#_", "###_#_", "###___", "###_#N", "____##", "S##_##"];
const MOVES = { l: [-1, 0], r: [1, 0], u: [0, 1], d: [0, -1] } as const;
type Move = keyof typeof MOVES;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly came: string;
  readonly time: number;
  readonly last: boolean;
}

const mark = (x: number, y: number): string => MAP[7 - y]?.[x] ?? "#";

/** What each move that is offered leads to. */
function moves(place: Place): [Move, Place][] {
  const { x, y, came, time, last } = place;
  if (last) return [];
  const here = `${x},${y}`;
  if (mark(x, y) !== "_") return [["l", { ...place, came: here, last: true }]];
  const walked = (move: Move): Place => {
    const [dx, dy] = MOVES[move];
    const open = mark(x + dx, y + dy) !== "#";
    return { x: open ? x + dx : x, y: open ? y + dy : y, came: here, time: time - 1, last: time - 1 <= 1 };
  };
  const offered = (Object.keys(MOVES) as Move[])
    .map((move): [Move, Place] => [move, walked(move)])
    .filter(([, to]) => `${to.x},${to.y}` !== here && `${to.x},${to.y}` !== came);
  return offered.length > 0 ? offered : [["l", walked("l")]];
}

const places: Place[] = [{ x: 3, y: 1, came: "", time: 11, last: false }];
const index = new Map([[JSON.stringify(places[0]), 0]]);
const actions: Action[][] = [];
for (const place of places) {
  actions.push(
    moves(place).map(([, to]) => {
      const name = JSON.stringify(to);
      if (!index.has(name)) index.set(name, places.push(to) - 1);
      return [[index.get(name)!, 1]];
    }),
  );
}
const mdp = buildMdp(actions);

interface Tastes {
  readonly donut: number;
  readonly vegetarian: number;
  readonly noodle: number;
  readonly timeCost: number;
}

function goalOf(tastes: Tastes): Goal {
  const utility: Record<string, number> = {
    D: tastes.donut,
    S: tastes.donut,
    V: tastes.vegetarian,
    N: tastes.noodle,
    _: tastes.timeCost,
  };
  const gain = Float64Array.from(places, ({ x, y }) => utility[mark(x, y)]);
  return {
    name: JSON.stringify(tastes),
    reward: Float64Array.from(actions.flatMap((list, s) => list.map(() => gain[s]))),
    terminalValue: gain,
  };
}

const planFor = (tastes: Tastes, beta: number): Plan =>
  finiteHorizon(mdp, goalOf(tastes), { horizon: 13, beta, rule: "expected" }).policies;

/** The rows of moves from the start. */
function walk(path: string): number[] {
  let state = 0;
  const steps = Array.from(path, (move): [number, number] => {
    const offered = moves(places[state]);
    const action = offered.findIndex(([name]) => name === move);
    const step: [number, number] = [state, action];
    state = index.get(JSON.stringify(offered[action][1]))!;
    return step;
  });
  return trajectoryOf(mdp, steps, state);
}

const LEFT = walk("l");
const DONUT_NORTH = walk("uuuull");
const DONUT_SOUTH = walk("llldl");

describe("restaurant choice (agentmodels.org)", () => {
  const { published, restaurant } = golden;
  const base = { donut: 1, vegetarian: 1, noodle: 1, timeCost: -0.04 };
  const plans = [{ donut: 2 }, { vegetarian: 2 }, { noodle: 2 }].map((like) =>
    planFor({ ...base, ...like }, 2),
  );
  const last = (path: string): Float64Array => posterior(plans, [1, 1, 1], walk(path)).afterPrefix.at(-1)!;

  it("infers the favourite from a step left, a step up, and a whole walk", () => {
    for (const [path, printed, computed] of [
      ["l", published.restaurant.left, restaurant.left],
      ["u", published.restaurant.up, restaurant.up],
      ["uuuull", published.restaurant.path, restaurant.path],
    ] as const) {
      last(path).forEach((p, i) => {
        expect(p).toBeCloseTo(printed[i], 9);
        expect(p).toBeCloseTo(computed[i], 12);
      });
    }
    const entropy = (p: Float64Array): number => -p.reduce((total, x) => total + x * Math.log(x), 0);
    expect(entropy(last("l"))).toBeCloseTo(published.restaurant.leftEntropy, 9);
    expect(entropy(last("u"))).toBeCloseTo(published.restaurant.upEntropy, 6);
  });

  it("infers tastes, cost of time and rationality together", () => {
    const tastes = [0, 1, 2].flatMap((donut) =>
      [0, 1, 2].flatMap((vegetarian) =>
        [0, 1, 2].flatMap((noodle) =>
          [-0.1, -0.3, -0.6].map((timeCost) => ({ donut, vegetarian, noodle, timeCost })),
        ),
      ),
    );
    const alphas = gridRationality([0.1, 1, 10, 100]);
    const all = tastes.map((taste) => Array.from(alphas.betas, (alpha) => planFor(taste, alpha)));
    const uniform = new Float64Array(tastes.length).fill(1);
    const donut = (p: ArrayLike<number>): number =>
      tastes.reduce((total, t, i) => total + (t.donut > t.vegetarian && t.donut > t.noodle ? p[i] : 0), 0);

    const { goals, betas } = jointPosterior(all, uniform, alphas, LEFT);
    expect(donut(goals[0]!)).toBeCloseTo(published.restaurant.prior, 10);
    expect(donut(goals[1]!)).toBeCloseTo(published.restaurant.afterLeft.donut, 9);
    betas[1]!.forEach((p, i) => {
      expect(p).toBeCloseTo(published.restaurant.afterLeft.alpha[i], 8);
    });

    // A second walk by the same agent: the posterior after the first is the prior of the second.
    const first = jointPosterior(all, uniform, alphas, DONUT_NORTH).joint.afterPrefix.at(-1)!;
    const both = posterior(all.flat(), first, DONUT_SOUTH).afterPrefix.at(-1)!;
    const sumOver = (keep: (h: number) => boolean): number =>
      both.reduce((total, p, h) => total + (keep(h) ? p : 0), 0);
    const goalsAfter = tastes.map((_, g) => sumOver((h) => Math.floor(h / 4) === g));
    expect(donut(goalsAfter)).toBeCloseTo(published.restaurant.afterBoth.donut, 9);
    published.restaurant.afterBoth.alpha.forEach((p, b) => {
      expect(sumOver((h) => h % 4 === b)).toBeCloseTo(p, 8);
    });
  });

  it("weighs a walk the same in one piece and step by step", () => {
    const whole = logLikelihood(plans[0], DONUT_NORTH);
    const { logEvidence } = posterior([plans[0]], [1], DONUT_NORTH);
    expect(logEvidence.at(-1)).toBeCloseTo(whole, 12);
  });
});
