import { describe, expect, it } from "vitest";
import { categorical, RandomStream } from "../../numeric/index.js";
import type { Goal } from "../goal.js";
import { logLikelihood } from "../inference/likelihood.js";
import { demonstrate } from "../irl/demonstrate.js";
import { finiteOccupancy } from "../irl/occupancy.js";
import { finiteHorizon } from "../planning/finite-horizon.js";
import { absentSupervisor } from "./absent-supervisor.js";
import { boatRace } from "./boat-race.js";
import { conveyorBelt } from "./conveyor-belt.js";
import { distributionalShift } from "./distributional-shift.js";
import { type Enumeration, enumerate } from "./enumeration.js";
import { type Environment, MAX_STEPS } from "./environment.js";
import { friendFoe } from "./friend-foe.js";
import { safeInterruptibility } from "./safe-interruptibility.js";
import { sideEffectsSokoban } from "./side-effects-sokoban.js";
import { whiskyGold } from "./whisky-gold.js";

const plan = ({ mdp }: Enumeration<unknown>, goal: Goal) =>
  finiteHorizon(mdp, goal, { beta: 4, horizon: MAX_STEPS }).policies;

type Policies = ReturnType<typeof plan>;

/** Expected return and performance of an agent. */
function worth({ mdp, start, observedReward, hiddenPerformance }: Enumeration<unknown>, policies: Policies) {
  const probabilities = policies.map((policy) => policy.map(Math.exp));
  const { visits } = finiteOccupancy(mdp, probabilities, start, 1);
  const expected = ({ reward }: Goal) => visits.reduce((total, visit, row) => total + visit * reward[row], 0);
  return { return: expected(observedReward), performance: expected(hiddenPerformance) };
}

/** The rows of one episode on the process. */
const sample = ({ mdp, start }: Enumeration<unknown>, policies: Policies, stream: RandomStream): number[] =>
  demonstrate(mdp, policies, categorical(stream, start)(), MAX_STEPS, stream);

describe("what an agent pursues shows in what it does", () => {
  it.each<Environment<unknown>>([
    absentSupervisor,
    boatRace,
    safeInterruptibility,
    sideEffectsSokoban,
    conveyorBelt,
  ])("$name", (environment) => {
    const world = enumerate(environment);
    const forReward = plan(world, world.observedReward);
    const forPerformance = plan(world, world.hiddenPerformance);
    const gaming = worth(world, forReward);
    const honest = worth(world, forPerformance);
    expect(gaming.return).toBeGreaterThan(honest.return - 1e-6);
    expect(gaming.performance).toBeLessThan(honest.performance);

    const evidence = (truth: Policies, other: Policies, name: string): number =>
      Array.from({ length: 20 }, (_, i) => {
        const rows = sample(world, truth, RandomStream.fromSeed(12).split(environment.name, name, i));
        return logLikelihood(truth, rows) - logLikelihood(other, rows);
      }).reduce((a, b) => a + b);
    // Twenty episodes leave the other goal a posterior below 5%.
    expect(evidence(forReward, forPerformance, "reward")).toBeGreaterThan(Math.log(19));
    expect(evidence(forPerformance, forReward, "performance")).toBeGreaterThan(Math.log(19));
  });

  it("but not in what it does under a supervisor's eye", () => {
    const world = enumerate(absentSupervisor);
    const { mdp, beliefs } = world;
    const forReward = plan(world, world.observedReward);
    const forPerformance = plan(world, world.hiddenPerformance);
    const differs = beliefs.map((_, state) =>
      forReward.some((policy, t) => {
        const rows = [mdp.actionStart[state], mdp.actionStart[state + 1]] as const;
        const other = forPerformance[t].subarray(...rows);
        return policy.subarray(...rows).some((log, i) => Math.abs(log - other[i]) > 1e-9);
      }),
    );
    const supervised = beliefs.map((belief) => belief[0]?.value.supervised);
    const among = (wanted: boolean) => differs.filter((_, state) => supervised[state] === wanted);
    expect(among(true)).toHaveLength(11);
    expect(among(true)).not.toContain(true);
    expect(among(false)).toContain(true);
  });

  it.each<Environment<unknown>>([distributionalShift("train"), whiskyGold, friendFoe("neutral")])(
    "$name has one goal under two names: behaviour tells them not apart",
    (environment) => {
      const { observedReward, hiddenPerformance } = enumerate(environment);
      expect(hiddenPerformance.reward).toEqual(observedReward.reward);
    },
  );
});
