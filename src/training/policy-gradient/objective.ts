/** What the agent's network is trained on, as functions of a pytree. Every one consumes its arguments, as jax-js asks. */
import { nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { Architecture } from "../architectures/architecture.js";
import type { Traced } from "../parameters.js";

type Logits = Architecture["logits"];

/** A batch of episodes, summed by observation. */
export type PolicyBatch = {
  /** [observations, features] */
  inputs: np.Array;
  /** Mean over steps of A_t [o_t = o, a_t = a], [observations, actions]. */
  gain: np.Array;
  /** Share of the steps that saw each observation, [observations, 1]. */
  visits: np.Array;
  /** Weight of each observation in the divergence, summing to one, [observations, 1]. */
  worked: np.Array;
  /** ln pi_ref(a | o), [observations, actions]. */
  reference: np.Array;
};

/**
 * The loss whose gradient is the policy gradient with entropy bonus and alignment work:
 *
 *     L = -mean_t A_t ln pi(a_t | o_t) - tau mean_t H(pi(. | o_t)) + gamma mean_o D_KL(pi(. | o) || pi_ref(. | o))
 *
 * The means over t are over the steps of episodes played by the present policy; that over o has weights of its own, which
 * for the visited observations are those of the steps, as in reinforcement learning from human feedback [Ziegler et al.
 * 2019, eq. 2]. Entropy and divergence are exact sums over actions. `weights` are [tau, gamma].
 */
export const policyLoss = (logits: Logits) =>
  function policyLossOf(parameters: Traced, batch: PolicyBatch, weights: np.Array): np.Array {
    const { inputs, gain, visits, worked, reference } = batch;
    const logPolicy = nn.logSoftmax(logits(parameters, inputs));
    const policy = np.exp(logPolicy.ref);
    const explored = visits.mul(weights.ref.slice(0));
    const pulled = worked.mul(weights.slice(1));
    // visits tau p ln p + worked gamma p (ln p - ln q), summed
    const pull = logPolicy.ref.mul(explored.add(pulled.ref)).sub(reference.mul(pulled));
    return policy.mul(pull).sub(logPolicy.mul(gain)).sum();
  };

/** One step along the negative gradient: the new parameters, and the loss before it. `rates` are [eta, tau, gamma]. */
export const policyStep = (logits: Logits) =>
  function policyStepOf(parameters: Traced, batch: PolicyBatch, rates: np.Array): [Traced, np.Array] {
    const eta = rates.ref.slice(0);
    const weights = rates.slice([1, 3]);
    const [value, gradient] = valueAndGrad(policyLoss(logits))(
      tree.ref(parameters as never),
      batch as never,
      weights as never,
    );
    const move = (theta: np.Array, g: np.Array): np.Array => theta.sub(g.mul(eta.ref));
    const next = tree.map(move as never, parameters as never, gradient as never);
    eta.dispose();
    return [next as Traced, value];
  };
