import { type ProgramOptions, program, shared } from "../programs.js";
import type { Likelihood } from "./likelihood.js";
import {
  fisherProduct,
  gaussNewtonProduct,
  hessianProduct,
  type Model,
  outerProduct,
  outputsOf,
  type Selection,
} from "./products.js";

export type CurvaturePrograms = ReturnType<typeof compilePrograms>;

/** Many products are taken at one point: the forward pass through it is held. */
function compilePrograms({ outputs, loss }: Model, selection: Selection, options: ProgramOptions) {
  const atPoint = { ...options, held: 1 };
  return {
    outputs: program(outputsOf(outputs, selection), options),
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
