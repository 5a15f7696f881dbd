import type { Executable, Prepare } from "./execution.js";
import { type Divided, divide } from "./held.js";
import { lower } from "./lower/lower.js";
import type { Runtime, Session, SessionOptions } from "./session.js";
import { type Tensor, TensorPool } from "./tensor.js";
import { type Program, trace, UnsupportedError } from "./trace.js";

/**
 * Execution by onnxruntime: trace, lower, load. Outputs are written into memory that freed tensors gave back.
 * An error of the program itself passes; whatever lowering or onnxruntime refuses is an `UnsupportedError`.
 */
export function native(runtime: Runtime, options: SessionOptions): Prepare {
  return (fn, argumentTree, types, held) => {
    const program = trace(fn, argumentTree, types);
    const divided = divide(program, held);
    const ready =
      divided === undefined ? loaded(runtime, options, program) : inTwo(runtime, options, divided);
    return { resultTree: program.resultTree, ...ready };
  };
}

type Loaded = Omit<Executable, "resultTree">;

function loaded(runtime: Runtime, options: SessionOptions, program: Program): Loaded {
  const session = load(runtime, options, program);
  const outputTypes = program.outputs.map(({ type }) => type);
  const pool = new TensorPool();
  return {
    run(inputs) {
      const outputs = outputTypes.map(({ dtype, shape }) => pool.take(dtype, shape));
      session.run(inputs, outputs);
      return outputs;
    },
    dispose: () => session.dispose(),
  };
}

/** Runs the fixed part again only when one of the tensors it reads is another one. */
function inTwo(runtime: Runtime, options: SessionOptions, { fixed, varying }: Divided): Loaded {
  const [first, second] = [fixed, varying].map((program) => loaded(runtime, options, program)) as [
    Loaded,
    Loaded,
  ];
  let read: readonly Tensor[] = [];
  let kept: readonly Tensor[] = [];
  return {
    run(inputs) {
      const held = inputs.slice(0, fixed.inputs.length);
      if (read.length === 0 || held.some((tensor, i) => tensor !== read[i])) {
        for (const tensor of kept) tensor.free();
        [read, kept] = [[], []];
        kept = first.run(held);
        read = held;
      }
      return second.run([...inputs, ...kept]);
    },
    dispose() {
      first.dispose();
      second.dispose();
    },
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
