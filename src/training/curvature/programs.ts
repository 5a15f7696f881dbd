import type { Tensor } from "../../engine/index.js";
import { leavesOf, type Tree } from "../parameters.js";
import { type ProgramOptions, program, shared } from "../programs.js";
import type { Likelihood } from "./likelihood.js";
import {
  dualFisherProduct,
  fisherProduct,
  gaussNewtonProduct,
  hessianProduct,
  type Model,
  outerProduct,
  outputsOf,
  type Selection,
} from "./products.js";

/** A point as a compiled program takes it. */
interface TensorPoint {
  readonly varying: Tensor[];
  readonly held: Tensor[];
  readonly inputs: Tree<Tensor>;
}

export type CurvaturePrograms = ReturnType<typeof compilePrograms>;

/** Many products are taken at one point: the forward pass through it is held. */
function compilePrograms({ outputs, loss }: Model, selection: Selection, options: ProgramOptions) {
  const atPoint = { ...options, held: 1 };
  const outputsAtPoint = program(outputsOf(outputs, selection), options);
  const shapes = new Map<string, readonly number[]>();
  return {
    outputs: outputsAtPoint,
    /** Settled by the shapes at the point, so that the first of each alone takes a forward pass. */
    outputShape(point: TensorPoint): readonly number[] {
      const { varying, held, inputs } = point;
      const key = JSON.stringify([...varying, ...held, ...leavesOf(inputs)].map(({ shape }) => shape));
      const shape = shapes.get(key) ?? outputsAtPoint(point).shape;
      shapes.set(key, shape);
      return shape;
    },
    dualFisher: program(dualFisherProduct(outputs, loss as Likelihood, selection), atPoint),
    fisher: program(fisherProduct(outputs, loss as Likelihood, selection), atPoint),
    gaussNewton: program(gaussNewtonProduct(outputs, loss, selection), atPoint),
    outerProduct: program(outerProduct(outputs, loss, selection), atPoint),
    hessian: program(hessianProduct(outputs, loss, selection), atPoint),
  };
}

/** Compiled once per function, loss, pytree, varying tensors and execution. */
const byOutputs = shared<object, ReturnType<typeof shared<object, CurvaturePrograms>>>();

export function curvaturePrograms(
  model: Model,
  selection: Selection,
  { execution, threads }: ProgramOptions,
): CurvaturePrograms {
  const key = JSON.stringify([String(selection.definition), selection.varies, execution, threads]);
  const byLoss = byOutputs(model.outputs, "", () => shared());
  return byLoss(model.loss, key, () => compilePrograms(model, selection, options(execution, threads)));
}

const options = (
  execution: ProgramOptions["execution"],
  threads: ProgramOptions["threads"],
): ProgramOptions => ({ ...(execution && { execution }), ...(threads && { threads }) });
