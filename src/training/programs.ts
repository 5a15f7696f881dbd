/** The differentiable programs of a classifier, compiled by the engine. */
import {
  type Compiled,
  type CompileOptions,
  compile,
  type Execution,
  type Fed,
  type Returned,
  unrolled,
} from "../engine/index.js";
import { exampleGradients, gaussNewtonProduct, gradientOuterProduct, hessianProduct } from "./curvature.js";
import { crossEntropy, probabilities } from "./objective.js";
import { sgdStep } from "./step.js";

/** The compiled programs, shared by all learners of the same execution: compiled once per shape. */
export type Programs = ReturnType<typeof compilePrograms>;

function compilePrograms(options: CompileOptions) {
  let execution: Execution | undefined;
  /** A program that is compiled when it first meets arguments. */
  const program = <Args extends unknown[], Result>(fn: (...args: Args) => Result) => {
    let compiled: Compiled<Args, Result> | undefined;
    return (...args: Fed<Args>): Returned<Result> => {
      compiled ??= compile(fn, args, options);
      execution = compiled.execution;
      return compiled(...args);
    };
  };
  const steps = new Map<number, ReturnType<typeof stepsOf>>();
  const stepsOf = (count: number) => program(unrolled(sgdStep, count));
  return {
    loss: program(crossEntropy),
    probabilities: program(probabilities),
    gaussNewtonProduct: program(gaussNewtonProduct),
    gradientOuterProduct: program(gradientOuterProduct),
    hessianProduct: program(hessianProduct),
    exampleGradients: program(exampleGradients),
    step: program(sgdStep),
    /** `count` steps in one call; batches and losses have a leading axis of that length. */
    steps(count: number) {
      const known = steps.get(count) ?? stepsOf(count);
      steps.set(count, known);
      return known;
    },
    execution: () => execution,
  };
}

const compiledPrograms = new Map<string, Programs>();

export function programsFor(options: CompileOptions): Programs {
  const key = JSON.stringify([options.execution, options.threads]);
  const programs = compiledPrograms.get(key) ?? compilePrograms(options);
  compiledPrograms.set(key, programs);
  return programs;
}
