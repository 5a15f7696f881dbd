/**
 * Products of curvature matrices with a vector v, matrix-free, as functions that the engine compiles: (point, v) -> F v.
 * A point is where the curvature is taken: the tensors that vary, those that do not, and one batch of data.
 * Every function consumes its arguments, as jax-js asks.
 */
import { grad, type JsTreeDef, jvp, type numpy as np, tree, vjp } from "@jax-js/jax";
import type { Traced } from "../parameters.js";
import type { Likelihood, Loss } from "./likelihood.js";

/** Outputs [examples, ...] of inputs, a pytree whose leaves have the example as their leading axis. */
export type Outputs = (parameters: never, inputs: never) => np.Array;

/** A model and what its outputs mean. */
export interface Model {
  /** Outputs [examples, ...] of (parameters, inputs): any function of pytrees that jax-js differentiates. */
  readonly outputs: Outputs;
  readonly loss: Loss | Likelihood;
}

export type Point = { varying: np.Array[]; held: np.Array[]; inputs: Traced };
export type LabelledPoint = Point & { targets: np.Array };

/** Which of a pytree's leaves vary. */
export interface Selection {
  readonly definition: JsTreeDef;
  /** One entry a leaf, in the pytree's order. */
  readonly varies: readonly boolean[];
}

type Pullback<Arguments> = [value: np.Array, pullback: (u: np.Array) => Arguments];
type Function = (varying: np.Array[]) => np.Array;

/** The outputs as a function of the tensors that vary. */
function outputsAt(outputs: Outputs, { definition, varies }: Selection, { held, inputs }: Point): Function {
  return (varying) => {
    const [moving, still] = [[...varying], tree.ref(held)];
    const leaves = varies.map((moves) => (moves ? moving : still).shift() as np.Array);
    const parameters = tree.unflatten(definition, leaves) as never;
    return outputs(parameters, tree.ref(inputs as never));
  };
}

/** J v and the pullback u -> J' u of `f` at `varying`. */
function linearised(f: Function, varying: np.Array[], v: np.Array[]) {
  const [value, along] = jvp(f, [tree.ref(varying)], [v]) as [np.Array, np.Array];
  const [again, pullback] = vjp(f, [varying]) as unknown as [np.Array, (u: np.Array) => [np.Array[]]];
  again.dispose();
  return { value, along, pullback: (u: np.Array): np.Array[] => pullback(u)[0] };
}

/** The outputs themselves. */
export const outputsOf = (outputs: Outputs, selection: Selection) =>
  function outputsAtPoint(point: Point): np.Array {
    const value = outputsAt(outputs, selection, point)(point.varying);
    tree.dispose([point.held, point.inputs] as never);
    return value;
  };

/** True Fisher matrix (1/n) sum_i J_i' E[s_i s_i'] J_i, s_i the score in the outputs of example i. */
export const fisherProduct = (outputs: Outputs, likelihood: Likelihood, selection: Selection) =>
  function fisher(point: Point, v: np.Array[]): np.Array[] {
    const f = outputsAt(outputs, selection, point);
    const { value, along, pullback } = linearised(f, point.varying, v);
    const examples = value.shape[0] as number;
    const product = pullback(likelihood.fisherProduct(value, along).div(examples));
    tree.dispose([point.held, point.inputs] as never);
    return product;
  };

/**
 * The dual of the true Fisher matrix, (1/n) S' J J' S, with J [outputs, N] the Jacobian of the outputs of all examples and
 * S S' = E[s s'] of each: the true Fisher matrix is (1/n) J' S S' J, which has the same eigenvalues but for zeros.
 */
export const dualFisherProduct = (outputs: Outputs, likelihood: Likelihood, selection: Selection) =>
  function dualFisher(point: Point, u: np.Array): np.Array {
    const f = outputsAt(outputs, selection, point);
    const [value, pullback] = vjp(f, [tree.ref(point.varying)]) as unknown as Pullback<[np.Array[]]>;
    const examples = value.shape[0] as number;
    const root = (w: np.Array) => likelihood.fisherRoot(value.ref, w);
    const [scores, transposed] = vjp(root, [u]) as unknown as Pullback<[np.Array]>;
    const [gradient] = pullback(scores.div(examples));
    const [again, along] = jvp(f, [point.varying], [gradient]) as [np.Array, np.Array];
    const [product] = transposed(along);
    tree.dispose([value, again, point.held, point.inputs] as never);
    return product;
  };

/** Gauss-Newton matrix (1/n) sum_i J_i' H_i J_i, H_i the Hessian of example i's loss in its outputs. */
export const gaussNewtonProduct = (outputs: Outputs, loss: Loss, selection: Selection) =>
  function gaussNewton(point: LabelledPoint, v: np.Array[]): np.Array[] {
    const f = outputsAt(outputs, selection, point);
    const { value, along, pullback } = linearised(f, point.varying, v);
    const examples = value.shape[0] as number;
    const slope = grad((z: np.Array) => loss.losses(z, point.targets.ref).sum());
    const [gradient, curved] = jvp(slope, [value], [along]) as [np.Array, np.Array];
    const product = pullback(curved.div(examples));
    tree.dispose([gradient, point.held, point.inputs, point.targets] as never);
    return product;
  };

/**
 * (1/n) sum_i g_i g_i', g_i the gradient of example i's loss: the empirical Fisher matrix for targets from the data, a
 * Monte-Carlo estimate of the true one for targets drawn from the model. Computed as J'(J v) / n with J the Jacobian of
 * the losses, so that no g_i is formed.
 */
export const outerProduct = (outputs: Outputs, loss: Loss, selection: Selection) =>
  function gradientOuterProduct(point: LabelledPoint, v: np.Array[]): np.Array[] {
    const f = lossesAt(outputs, loss, selection, point);
    const { value, along, pullback } = linearised(f, point.varying, v);
    value.dispose();
    const product = pullback(along.div(along.shape[0] as number));
    tree.dispose([point.held, point.inputs, point.targets] as never);
    return product;
  };

/** Hessian of the mean loss: forward over reverse mode. */
export const hessianProduct = (outputs: Outputs, loss: Loss, selection: Selection) =>
  function hessian(point: LabelledPoint, v: np.Array[]): np.Array[] {
    const f = lossesAt(outputs, loss, selection, point);
    const meanLoss = (varying: np.Array[]): np.Array => {
      const losses = f(varying);
      // Not mean() (it rounds 1 / n to float32), and not the sum divided (on Wasm, jax-js 0.1.25 then loses the second
      // derivative of a logistic loss behind a matrix product).
      return losses.div(losses.size).sum();
    };
    const gradient = (varying: np.Array[]) => grad(meanLoss)(varying);
    const [present, product] = jvp(gradient as never, [point.varying] as never, [v] as never);
    tree.dispose([present, point.held, point.inputs, point.targets] as never);
    return product as np.Array[];
  };

function lossesAt(outputs: Outputs, loss: Loss, selection: Selection, point: LabelledPoint): Function {
  const f = outputsAt(outputs, selection, point);
  return (varying) => loss.losses(f(varying), point.targets.ref);
}
