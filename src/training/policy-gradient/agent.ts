import { Tensor } from "../../engine/index.js";
import type { RandomStream } from "../../numeric/index.js";
import type { Architecture } from "../architectures/architecture.js";
import { mlp } from "../architectures/mlp.js";
import { Curvature } from "../curvature/curvature.js";
import { categorical } from "../curvature/likelihood.js";
import { Diverged } from "../divergence.js";
import type { StepRates } from "../learner.js";
import { free, type ParameterTensors, toVector } from "../parameters.js";
import type { ProgramOptions } from "../programs.js";
import { generalisedAdvantages, improvedValues, standardised } from "./advantages.js";
import { type AgentPrograms, agentPrograms } from "./programs.js";
import { type Rollouts, summedByObservation } from "./rollouts.js";
import type { EpisodicTask } from "./task.js";

export interface AgentOptions extends ProgramOptions {
  /** Units of the hidden layer. Default 32. */
  readonly hidden?: number;
  /** Default 0.95. */
  readonly discount?: number;
  /** lambda of the generalised advantage; 1 is REINFORCE with a baseline. Default 0.95. */
  readonly trace?: number;
  /** Step of the critic's table towards the mean target of a batch. Default 0.5. */
  readonly criticRate?: number;
  /** tau, the weight of the policy's entropy. Default 0.02. */
  readonly entropyBonus?: number;
  /**
   * Where work pulls: on what a batch visits, by its share of the steps (default), or on every observation alike, visited
   * or not.
   */
  readonly workOn?: "visited" | "everywhere";
}

/** All that an agent has learned: two agents with equal snapshots go on alike. */
export interface AgentSnapshot {
  readonly parameters: Float64Array<ArrayBuffer>;
  /** The critic's V of each observation. */
  readonly values: Float64Array<ArrayBuffer>;
  /** pi_ref(a | o), [observations, actions]. */
  readonly reference: Float64Array<ArrayBuffer>;
}

export interface Update {
  /** The loss of `policyLoss` before the step. */
  readonly loss: number;
  /** Mean over the batch's steps of D_KL(pi || pi_ref) before the step, nats. */
  readonly divergence: number;
}

/** Of `PolicyBatch`, in double precision. */
type Weights = Readonly<Record<"gain" | "visits" | "worked", Float64Array>>;

/** Reference probabilities below this count as it, so that their logarithm stays finite. */
const LEAST = 1e-12;

/**
 * An actor-critic agent: a softmax policy over a multilayer perceptron of the observation's features, a table as critic,
 * stochastic gradient descent on `policyLoss`. Single precision.
 *
 * Work pulls towards a reference policy. Its curvature grows with gamma, so that a plain step of rate eta is unstable
 * beyond gamma = 2 / (eta lambda_max); the rate used is eta / (1 + eta gamma stiffness), the proximal step of a divergence
 * whose Hessian is bounded by `stiffness`. Stationary points are those of the loss.
 */
export class PolicyGradientAgent {
  readonly architecture: Architecture;
  readonly parameterCount: number;
  readonly #task: Pick<EpisodicTask, "observations" | "actions">;
  readonly #options: AgentOptions;
  readonly #programs: AgentPrograms;
  readonly #inputs: Tensor;
  #parameters: ParameterTensors;
  #values: Float64Array<ArrayBuffer>;
  #reference: Float64Array<ArrayBuffer>;
  #policy: Float64Array<ArrayBuffer> | undefined;
  #updates = 0;

  /**
   * @param task any of those that it will play: they share observations and actions.
   * @param start a stream to draw fresh parameters from (critic and reference are then zero and uniform), or a snapshot.
   */
  constructor(
    task: Pick<EpisodicTask, "observations" | "actions">,
    start: RandomStream | AgentSnapshot,
    options: AgentOptions = {},
  ) {
    const { observations, actions } = task;
    this.architecture = mlp([observations.features, options.hidden ?? 32, actions]);
    this.parameterCount = this.architecture.layout.size;
    this.#task = task;
    this.#options = options;
    this.#programs = agentPrograms(this.architecture.logits, options);
    this.#inputs = new Tensor(new Float32Array(observations.inputs), [
      observations.count,
      observations.features,
    ]);
    const begun = "parameters" in start ? start : this.#fresh(start);
    this.#parameters = this.architecture.layout.tree(begun.parameters, Float32Array);
    this.#values = begun.values.slice();
    this.#reference = begun.reference.slice();
  }

  /** pi(a | o), [observations, actions]: what `playEpisodes` plays by. */
  policy(): Float64Array<ArrayBuffer> {
    if (this.#policy === undefined) {
      const table = this.#programs.probabilities(this.#parameters, this.#inputs);
      this.#policy = Float64Array.from(table.data);
      table.free();
    }
    return this.#policy;
  }

  /**
   * One update on episodes that the present policy played.
   *
   * @param signal the reward to learn from, [steps]: `rollouts.reward`, or what the agent should have been told.
   * @param stiffness a bound of the divergence's curvature, such as lambda_max of the policy's Fisher matrix. Default 1.
   * @throws Diverged when the loss or the policy is not finite.
   */
  learn(rollouts: Rollouts, signal: Float64Array, { eta, gamma }: StepRates, stiffness = 1): Update {
    const { discount = 0.95, trace = 0.95, criticRate = 0.5, entropyBonus = 0.02 } = this.#options;
    const { advantage, target } = generalisedAdvantages(rollouts, signal, this.#values, { discount, trace });
    const divergence = this.divergence(rollouts);
    const rates = [eta / (1 + eta * gamma * stiffness), entropyBonus, gamma];
    const { observations, actions } = this.#task;
    const { gain, visits } = summedByObservation(
      rollouts,
      standardised(advantage),
      observations.count,
      actions,
    );
    const everywhere = this.#options.workOn === "everywhere";
    const worked = everywhere ? visits.map(() => 1 / observations.count) : visits;
    const loss = this.#step({ gain, visits, worked }, rates);
    this.#values = improvedValues(this.#values, rollouts, target, criticRate);
    this.#requireFinite(loss, { eta, gamma });
    this.#updates++;
    return { loss, divergence };
  }

  /**
   * Supervised steps towards a policy table over all observations alike: gradient descent on the cross-entropy with its
   * probabilities as soft labels. Returns the cross-entropy before the last step, nats.
   *
   * @throws Diverged when the policy is then not finite.
   */
  imitate(policy: Float64Array, steps: number, eta: number): number {
    const { actions, observations } = this.#task;
    this.#requireTable(policy);
    const nowhere = new Float64Array(observations.count);
    const gain = policy.map((p) => p / observations.count);
    let loss = Math.log(actions);
    for (let i = 0; i < steps; i++)
      loss = this.#step({ gain, visits: nowhere, worked: nowhere }, [eta, 0, 0]);
    this.#requireFinite(loss, { eta, gamma: 0 });
    return loss;
  }

  /** Makes `policy` the reference of the work; default the present one. */
  anchor(policy: Float64Array = this.policy()): void {
    this.#requireTable(policy);
    this.#reference = Float64Array.from(policy);
  }

  /** Mean of D_KL(pi(. | o) || pi_ref(. | o)) over the steps of some episodes, nats. */
  divergence({ observation }: Rollouts): number {
    const policy = this.policy();
    const { actions } = this.#task;
    let total = 0;
    for (const o of observation)
      for (let i = o * actions; i < (o + 1) * actions; i++) {
        const p = policy[i] as number;
        if (p > 0) total += p * Math.log(p / Math.max(this.#reference[i] as number, LEAST));
      }
    return total / observation.length;
  }

  /**
   * The curvature matrices of the policy at the present parameters, over `size` observations spread evenly along the steps
   * of some episodes; valid until the next update.
   */
  curvature({ observation }: Rollouts, size = 256): Curvature {
    const { features, inputs } = this.#task.observations;
    const rows = new Float32Array(size * features);
    for (let i = 0; i < size; i++) {
      const o = observation[Math.floor((i * observation.length) / size)] as number;
      rows.set(inputs.subarray(o * features, (o + 1) * features), i * features);
    }
    const model = { outputs: this.architecture.logits, loss: categorical };
    return new Curvature(
      model,
      this.#parameters,
      [{ inputs: new Tensor(rows, [size, features]) }],
      this.#options,
    );
  }

  snapshot(): AgentSnapshot {
    return {
      parameters: toVector(this.#parameters),
      values: this.#values.slice(),
      reference: this.#reference.slice(),
    };
  }

  #fresh(stream: RandomStream): AgentSnapshot {
    const { observations, actions } = this.#task;
    return {
      parameters: this.architecture.initialise(stream),
      values: new Float64Array(observations.count),
      reference: new Float64Array(observations.count * actions).fill(1 / actions),
    };
  }

  /** @param rates [eta, tau, gamma]. */
  #step({ gain, visits, worked }: Weights, rates: readonly number[]): number {
    const { actions, observations } = this.#task;
    const tensor = (values: Float64Array, width: number): Tensor =>
      new Tensor(new Float32Array(values), [observations.count, width]);
    const batch = {
      inputs: this.#inputs,
      gain: tensor(gain, actions),
      visits: tensor(visits, 1),
      worked: tensor(worked, 1),
      reference: tensor(
        this.#reference.map((p) => Math.log(Math.max(p, LEAST))),
        actions,
      ),
    };
    const [next, loss] = this.#programs.step(this.#parameters, batch, new Tensor(new Float32Array(rates)));
    free(this.#parameters);
    this.#parameters = next as ParameterTensors;
    this.#policy = undefined;
    const value = loss.item();
    loss.free();
    return value;
  }

  #requireFinite(loss: number, { eta, gamma }: StepRates): void {
    if (!(Number.isFinite(loss) && this.policy().every(Number.isFinite)))
      throw new Diverged(
        `the policy has diverged: lower the learning rate (now ${eta}) or gamma (now ${gamma})`,
        this.#updates,
        loss,
      );
  }

  #requireTable(policy: Float64Array): void {
    if (policy.length !== this.#reference.length)
      throw new RangeError(`expected ${this.#reference.length} probabilities, got ${policy.length}`);
  }
}
