import { type numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { Architecture } from "./architectures/architecture.js";
import type { EnergyForm } from "./energies/energy.js";
import { type BatchArrays, crossEntropy } from "./objective.js";
import type { Traced } from "./parameters.js";

/**
 * One SGD step with alignment work. The loss gradient is taken explicitly, the energy implicitly or nearly so (`work`), so
 * that any work eta gamma >= 0 is stable:
 *
 *     theta <- prox_{eta gamma E_a}(theta - eta grad L)
 *
 * `data` are the energy's tensors, `rates` are [eta, eta gamma]; the result is the new parameters and the loss before
 * the step.
 */
export const sgdStep = (logits: Architecture["logits"], energy: EnergyForm) =>
  function step(parameters: Traced, batch: BatchArrays, data: Traced, rates: np.Array): [Traced, np.Array] {
    const [value, gradient] = valueAndGrad(crossEntropy(logits))(tree.ref(parameters as never), batch);
    const eta = rates.ref.slice(0);
    const work = rates.slice(1);
    const move = (theta: np.Array, g: np.Array): np.Array => theta.sub(g.mul(eta.ref));
    const moved = tree.map(move as never, parameters as never, gradient as never);
    eta.dispose();
    return [energy.work(logits)(moved as Traced, data, work), value];
  };
