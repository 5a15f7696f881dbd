/** Goals of conversations from their tool calls, one after the other: what `telostat measure` infers of a whole file. */
import { createHash } from "node:crypto";
import type { GoalFile, SystemSettings, TranscriptToolCall } from "../../contracts/index.js";
import {
  callMatcher,
  type MatchedCall,
  matchedBackground,
  NONE_OF_THESE,
  noiseGrid,
  runningWeights,
  type ToolGoal,
  toolGoalLikelihood,
} from "../../goals/index.js";
import { breather } from "./breather.js";
import { goalFileOf, goalNames } from "./goal-file.js";

/** What was learned of a system's conversations. Plain JSON. */
export interface InferenceState {
  /** Calls by which patterns they fit and their tool: "01 refund". */
  readonly calls: Readonly<Record<string, number>>;
  /** Pseudo-counts of the goals. */
  readonly weights: readonly number[];
}

export interface Inferred {
  readonly state: InferenceState;
  /** p(goal | conversation), by goal. */
  readonly probabilities: readonly Readonly<Record<string, number>>[];
}

export interface GoalInference {
  /** Of the goal file: matches are good for no other. */
  readonly digest: string;
  /** Conversations that one transaction should handle: about a quarter of a second, others wait for it. */
  readonly together: number;
  init(): InferenceState;
  /** What is kept of calls: neither their arguments nor the whole of an endless name. */
  match(calls: readonly TranscriptToolCall[]): MatchedCall[];
  /**
   * Conversations that belong together, in their order: which calls have nothing to do with goals is estimated from those
   * before and these; the weights of goals are carried from one to the next. Gives way to others in between.
   */
  infer(state: InferenceState, conversations: readonly (readonly MatchedCall[])[]): Promise<Inferred>;
}

/** Characters of a tool's name, and kinds of calls of which it is known how frequent they are. */
const NAME = 200;
const KINDS = 5000;

/** What a transaction may cost, in units of some 40 microseconds, and how many conversations it has in any case. */
const COST = 6000;
const LEAST = 4;
const MOST = 500;

/** Goal files that are kept ready. */
const READY = 16;
const ready = new Map<string, GoalInference>();

/** By the goal file of a system's settings, undefined where it has none. @throws WrongGoalFile, RangeError */
export function inferenceOf(settings: Pick<SystemSettings, "goalFile">): GoalInference | undefined {
  if (settings.goalFile === undefined) return undefined;
  const key = JSON.stringify(settings.goalFile);
  const known = ready.get(key);
  const file = known === undefined ? goalFileOf(settings) : undefined;
  const inference = known ?? (file && goalInference(file));
  if (inference === undefined) return undefined;
  ready.delete(key);
  ready.set(key, inference);
  if (ready.size > READY) ready.delete(ready.keys().next().value ?? "");
  return inference;
}

/** @throws RangeError where a goal has too many different actions. */
export function goalInference(file: GoalFile): GoalInference {
  const goals: ToolGoal[] = [...file.goals, NONE_OF_THESE];
  const names = goalNames(file);
  const matcher = callMatcher(goals);
  const grid = noiseGrid(file.noise);
  const weights = runningWeights({ goals: goals.length });
  const likelihoods = (calls: InferenceState["calls"]) => {
    const background = matchedBackground(Object.entries(calls).map(seen), goals, matcher);
    return goals.map((goal) => toolGoalLikelihood<MatchedCall>(goal, background, grid, matcher.fitOf));
  };
  likelihoods({});
  const cost = (grid.length / 12) * goals.reduce((sum, { actions }) => sum + 1 + actions.length ** 2, 0);
  return {
    digest: createHash("sha256").update(JSON.stringify(file)).digest("base64url"),
    together: Math.max(LEAST, Math.min(MOST, Math.floor(COST / cost))),
    init: () => ({ calls: {}, weights: weights.init() }),
    match: (calls) =>
      calls.map(({ name, arguments: given, failed }) =>
        matcher.match({ tool: name.slice(0, NAME), arguments: given, failed }),
      ),
    async infer(before, conversations) {
      const pause = breather();
      const calls = counted(before.calls, conversations.flat());
      const ofGoals = likelihoods(calls);
      let state = before.weights;
      const probabilities: Record<string, number>[] = [];
      for (const conversation of conversations) {
        const logLikelihoods: number[] = [];
        for (const likelihood of ofGoals) {
          await pause();
          logLikelihoods.push(likelihood(conversation).whole);
        }
        const step = weights.step(state, logLikelihoods);
        state = step.state;
        probabilities.push(Object.fromEntries(names.map((name, g) => [name, step.posterior[g]!])));
      }
      return { state: { calls, weights: state }, probabilities };
    },
  };
}

function seen([key, count]: readonly [string, number]) {
  const at = key.indexOf(" ");
  return [{ fits: key.slice(0, at), tool: key.slice(at + 1) }, count] as const;
}

function counted(before: InferenceState["calls"], calls: readonly MatchedCall[]): InferenceState["calls"] {
  const counts = new Map(Object.entries(before));
  for (const { fits, tool } of calls) {
    const key = `${fits} ${tool}`;
    const known = counts.get(key);
    if (known !== undefined || counts.size < KINDS) counts.set(key, (known ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
