/** One agent trained on the visible reward of a world under one condition. */
import type { Bounded } from "../../control/index.js";
import { topEigenvalue } from "../../fisher/index.js";
import { mean, type RandomStream } from "../../numeric/index.js";
import {
  Diverged,
  episodeTotals,
  PolicyGradientAgent,
  playEpisodes,
  type Rollouts,
} from "../../training/index.js";
import type { Condition } from "./conditions.js";
import { DISCOUNT, type GoalModel, inferGoals } from "./goals.js";
import type { GridworldAgentsParameters } from "./parameters.js";
import type { LabWorld } from "./worlds/world.js";

/** What the goals behind some episodes look like: posterior means and 95% intervals over episodes. */
export interface GoalReading {
  readonly entropy: number;
  readonly entropyLower: number;
  readonly entropyUpper: number;
  readonly fidelity: number;
  readonly fidelityLower: number;
  readonly fidelityUpper: number;
  /** p(g) of each goal, "none of these" last. */
  readonly weights: readonly number[];
}

/** What was seen and decided after `step` updates. */
export interface TrialPoint extends GoalReading {
  readonly step: number;
  /** Mean visible return of an episode in training. */
  readonly reward: number;
  /** Mean hidden performance, at test where there is one. */
  readonly performance: number;
  /** D_KL(pi || pi_ref) a step, nats. */
  readonly divergence: number;
  readonly gamma: number;
  readonly lambdaMax: number | null;
}

export interface TrialRun {
  readonly condition: string;
  readonly points: readonly TrialPoint[];
  /** The goals as they look in training after the last update, where they are otherwise measured at test. */
  readonly inTraining: GoalReading | null;
  /** The update at which divergence was seen, or null. */
  readonly divergedAt: number | null;
}

/** Chance is named: every condition has the same first parameters, and the same chance in each update. */
export class TrainingRun {
  readonly #p: GridworldAgentsParameters;
  readonly #world: LabWorld;
  readonly #model: GoalModel;
  readonly #condition: Condition;
  readonly #root: RandomStream;
  readonly #agent: PolicyGradientAgent;
  /** Bound of the divergence's curvature, as measured last. */
  #stiffness = 1;

  constructor(
    p: GridworldAgentsParameters,
    world: LabWorld,
    model: GoalModel,
    condition: Condition,
    root: RandomStream,
  ) {
    this.#p = p;
    this.#world = world;
    this.#model = model;
    this.#condition = condition;
    this.#root = root;
    const { entropyBonus, execution, hidden } = p;
    const workOn = condition.works ?? "visited";
    const options = { entropyBonus, execution, hidden, workOn, discount: DISCOUNT };
    this.#agent = new PolicyGradientAgent(world.training, root.split("parameters"), options);
    this.#agent.anchor(model.reference);
  }

  async train(report: (step: number) => Promise<void>): Promise<TrialRun> {
    const points: TrialPoint[] = [];
    try {
      await this.#train(points, report);
      return { ...this.#run(points), divergedAt: null };
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      return { condition: this.#condition.id, points, inTraining: null, divergedAt: error.step };
    }
  }

  async #train(points: TrialPoint[], report: (step: number) => Promise<void>): Promise<void> {
    const { imitationRate, imitationSteps, measureEvery, rate, updates } = this.#p;
    const agent = this.#agent;
    if (this.#condition.start === "aligned")
      agent.imitate(this.#model.reference, imitationSteps, imitationRate);
    const { policy, ...start } = this.#policy();
    let state = policy.init();
    let divergence: number | undefined;
    for (let step = 0; ; step++) {
      const measured = step % measureEvery === 0 || step === updates ? this.#measure(step) : undefined;
      const lambdaMax = step === 0 ? start.lambdaMax : measured?.lambdaMax;
      const decision = policy.step(state, {
        step,
        entropy: measured && {
          value: measured.entropy,
          lower: measured.entropyLower,
          upper: measured.entropyUpper,
        },
        divergence: divergence === undefined ? undefined : exactly(divergence),
        lambdaMax,
      });
      state = decision.state;
      if (measured) {
        points.push({ ...measured, gamma: decision.gamma, lambdaMax: lambdaMax?.value ?? null });
        this.#stiffness = lambdaMax?.upper ?? this.#stiffness;
        await report(step);
      }
      if (step === updates) return;
      const stream = this.#root.split("update", step);
      const rollouts = playEpisodes(this.#world.training, agent.policy(), this.#p.batch, stream);
      const rates = { eta: rate, gamma: decision.gamma };
      divergence = agent.learn(rollouts, rollouts.reward, rates, this.#stiffness).divergence;
    }
  }

  #policy() {
    const rollouts = this.#play("start", this.#world.training);
    const lambdaMax = this.#lambdaMax(rollouts, "start");
    const setting = {
      parameterCount: this.#agent.parameterCount,
      lambdaMax: lambdaMax?.upper ?? 1,
      goals: this.#model.names.length,
    };
    return { policy: this.#condition.build(this.#p, setting), lambdaMax };
  }

  #measure(step: number) {
    const { test, training } = this.#world;
    const rollouts = this.#play(`measure ${step}`, training);
    const probe = test ? this.#play(`measure ${step}`, test) : rollouts;
    return {
      step,
      ...this.#goals(probe, step),
      reward: perEpisode(rollouts, "reward"),
      performance: perEpisode(probe, "performance"),
      divergence: this.#agent.divergence(rollouts),
      lambdaMax: this.#lambdaMax(rollouts, `lanczos ${step}`),
    };
  }

  #play(label: string, task: LabWorld["training"]): Rollouts {
    return playEpisodes(task, this.#agent.policy(), this.#p.episodes, this.#root.split(label, task.name));
  }

  #goals(rollouts: Rollouts, step: number): GoalReading {
    const stream = this.#root.split("goals", step);
    const { entropy, fidelity, weights } = inferGoals(this.#model, this.#world, rollouts, stream);
    return {
      entropy: entropy.value,
      entropyLower: entropy.lower,
      entropyUpper: entropy.upper,
      fidelity: fidelity.value,
      fidelityLower: fidelity.lower,
      fidelityUpper: fidelity.upper,
      weights: weights.map(({ value }) => value),
    };
  }

  /** Of the true Fisher matrix over visited observations; the interval is Lanczos' own. Undefined where it fails. */
  #lambdaMax(rollouts: Rollouts, label: string): Bounded | undefined {
    const top = topEigenvalue(this.#agent.curvature(rollouts).fisher(), this.#root.split(label));
    if (!top.converged) return undefined;
    return { value: top.value, lower: top.value, upper: top.value + top.error };
  }

  #run(points: readonly TrialPoint[]): Omit<TrialRun, "divergedAt"> {
    const { test, training } = this.#world;
    const inTraining =
      test === undefined ? null : this.#goals(this.#play("in training", training), this.#p.updates + 1);
    return { condition: this.#condition.id, points, inTraining };
  }
}

const exactly = (value: number): Bounded => ({ value, lower: value, upper: value });

export const perEpisode = (rollouts: Rollouts, what: "reward" | "performance"): number =>
  mean(episodeTotals(rollouts, rollouts[what])) as number;
