import { l2Energy } from "../../../control/index.js";
import { entropy, initialEntropy } from "../../../entropy/index.js";
import { arrivalReward, gridworld, type Mdp, softValueIteration } from "../../../goals/index.js";
import { criticalWork } from "../../../law/index.js";
import type { RandomStream } from "../../../numeric/index.js";
import type { PerturbationParameters } from "../parameters.js";
import type { Subject } from "./subject.js";
import {
  actionProbabilities,
  type Behaviour,
  behaviour,
  type Episodes,
  policyLambdaMax,
  sampledGradient,
} from "./tabular-agent.js";

const GOALS = 4;

/**
 * An agent in an open room with one exit per goal, at places that differ from seed to seed. It starts from the
 * soft-optimal policy of goal 1, is trained by REINFORCE on a proxy reward that pays the other exits more, and is pulled
 * back by the L2 energy on the parameters of its policy. Its goals are the exits that it reaches, exactly, and "none".
 */
export function gridworldAgent(p: PerturbationParameters, stream: RandomStream): Subject {
  const { mdp, exits, starts } = room(p.side, stream.split("room"));
  const worth = (values: readonly number[]): Float64Array => {
    const arrival = new Float64Array(mdp.states);
    exits.forEach((state, k) => {
      arrival[state] = values[k] as number;
    });
    return arrival;
  };
  const proxy: Episodes = {
    mdp,
    starts,
    horizon: p.horizon,
    discount: p.discount,
    arrival: worth(p.proxyAgreement),
  };
  const reaching = arrivalReward(mdp, worth([1, ...Array<number>(GOALS - 1).fill(0)]));
  const intended = { name: "exit 1", reward: reaching.map((gain) => gain - p.stepCost) };
  const reference = softValueIteration(mdp, intended, { beta: p.rationality, discount: p.discount }).policy;
  const measure = (theta: Float64Array): Measured => measured(proxy, exits, theta);
  const free = train(p, proxy, reference, 0, measure, stream);
  const start = free[0] as Measured;
  return {
    criticalWork: start.criticalWork,
    criticalWorkDrifted: (free[4] as Measured).criticalWork,
    entropySettled: start.entropy,
    taskLossStart: -start.return,
    target: initialEntropy(GOALS + 1, p.intendedProbability),
    run(gamma) {
      const course = gamma === 0 ? free : train(p, proxy, reference, gamma, measure, stream);
      return {
        entropy: course.map((at) => at.entropy),
        drifted: course.map(({ fidelity }) => 1 - fidelity),
        steps: p.agentUpdates,
        taskLoss: -(course[4] as Measured).return,
        divergedAt: null,
      };
    },
  };
}

interface Measured {
  readonly entropy: number;
  readonly fidelity: number;
  readonly return: number;
  readonly criticalWork: number;
}

function measured(proxy: Episodes, exits: readonly number[], theta: Float64Array): Measured {
  const pi = actionProbabilities(proxy.mdp, theta);
  const done: Behaviour = behaviour(proxy, pi);
  const reached = exits.map((state) => done.ends[state] as number);
  const none = Math.max(0, 1 - reached.reduce((a, b) => a + b, 0));
  return {
    entropy: entropy([...reached, none]),
    fidelity: reached[0] as number,
    return: done.return,
    criticalWork: criticalWork(policyLambdaMax(proxy.mdp, pi, done.decisions), proxy.mdp.rows),
  };
}

/** Ascends the proxy's return, with work as a proximal step; what is measured at the start and after each quarter. */
function train(
  p: PerturbationParameters,
  proxy: Episodes,
  reference: Float64Array,
  gamma: number,
  measure: (theta: Float64Array) => Measured,
  stream: RandomStream,
): Measured[] {
  let theta = reference.slice();
  const course = [measure(theta)];
  for (let update = 0; update < p.agentUpdates; update++) {
    const pi = actionProbabilities(proxy.mdp, theta);
    const gradient = sampledGradient(proxy, pi, p.agentEpisodes, stream.split("update", update));
    const ascended = theta.map((x, row) => x + p.agentRate * (gradient[row] as number));
    theta = l2Energy.proximal(ascended, reference, p.agentRate * gamma) as Float64Array<ArrayBuffer>;
    if ((update + 1) % (p.agentUpdates / 4) === 0) course.push(measure(theta));
  }
  return course;
}

/** An open room of `side` x `side` cells with exits at different random cells; episodes begin in any other cell. */
function room(side: number, stream: RandomStream): { mdp: Mdp; exits: number[]; starts: number[] } {
  const cells = Array.from({ length: side * side }, (_, state) => state);
  const chosen = Array.from(
    { length: GOALS },
    () => cells.splice(stream.integer(cells.length), 1)[0] as number,
  );
  const map = Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => (chosen.includes(y * side + x) ? "X" : "_")).join(""),
  );
  return { mdp: gridworld(map, { terminal: "X" }).mdp, exits: chosen, starts: cells };
}
