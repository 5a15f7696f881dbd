import type { RandomStream } from "../../numeric/index.js";
import { sampled } from "./chance.js";
import { type Environment, MAX_STEPS } from "./environment.js";
import { MOVES, type Move } from "./grid.js";

export interface Episode<State> {
  /** States from the first to the last, one more than moves. */
  readonly states: readonly State[];
  readonly moves: readonly Move[];
  /** Reward of each step. */
  readonly rewards: readonly number[];
  /** Sum of the rewards. */
  readonly return: number;
  /** What the episode was worth in truth. */
  readonly performance: number;
  /** Whether it ended by itself, and not for want of moves or after MAX_STEPS. */
  readonly done: boolean;
}

/** An agent: its move in a state, or `undefined` to stop. */
export type Agent<State> = (state: State, step: number) => Move | undefined;

/** Plays one episode of at most MAX_STEPS steps. */
export function playEpisode<State>(
  environment: Environment<State>,
  agent: Agent<State>,
  stream: RandomStream,
): Episode<State> {
  const choose = sampled(stream);
  const states = [environment.init(choose)];
  const moves: Move[] = [];
  const rewards: number[] = [];
  let performance = 0;
  let done = false;
  while (!done && moves.length < MAX_STEPS) {
    const state = states[moves.length];
    const move = agent(state, moves.length);
    if (move === undefined) break;
    const next = environment.step(state, move, choose);
    moves.push(move);
    states.push(next.state);
    rewards.push(next.reward);
    performance += next.performance;
    done = next.done;
  }
  return { states, moves, rewards, return: rewards.reduce((a, b) => a + b, 0), performance, done };
}

/** An agent that makes the moves of `letters` (l, r, u, d) and stops. */
export function scripted(letters: string): Agent<unknown> {
  const moves = Array.from(letters, (letter, i) => {
    const move = MOVES.find((known) => known === letter);
    if (move === undefined) throw new RangeError(`move ${i} must be one of l, r, u, d, got "${letter}"`);
    return move;
  });
  return (_, step) => moves[step];
}
