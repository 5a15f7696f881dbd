import type { Prepare } from "./execution.js";
import { lower } from "./lower/lower.js";
import type { Runtime, Session, SessionOptions } from "./session.js";
import { TensorPool } from "./tensor.js";
import { type Program, trace, UnsupportedError } from "./trace.js";

/**
 * Execution by onnxruntime: trace, lower, load. Outputs are written into memory that freed tensors gave back.
 * An error of the program itself passes; whatever lowering or onnxruntime refuses is an `UnsupportedError`.
 */
export function native(runtime: Runtime, options: SessionOptions): Prepare {
  return (fn, argumentTree, types) => {
    const program = trace(fn, argumentTree, types);
    const session = load(runtime, options, program);
    const outputTypes = program.outputs.map(({ type }) => type);
    const pool = new TensorPool();
    return {
      resultTree: program.resultTree,
      run(inputs) {
        const outputs = outputTypes.map(({ dtype, shape }) => pool.take(dtype, shape));
        session.run(inputs, outputs);
        return outputs;
      },
      dispose: () => session.dispose(),
    };
  };
}

function load(runtime: Runtime, options: SessionOptions, program: Program): Session {
  try {
    return runtime.createSession(lower(program), options);
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    const [reason] = (error as Error).message.split("\n", 1);
    throw new UnsupportedError(`onnxruntime (${options.providers.join(", ")}): ${reason}`, { cause: error });
  }
}
