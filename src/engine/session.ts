/**
 * onnxruntime, found at run time: an optional dependency, so nothing here imports it in a way that a bundler or a
 * machine without it would notice.
 *
 * Its public API answers through promises, though a run blocks JavaScript all the same (`setImmediate`, then a
 * synchronous call). A learner's step and an operator's product are synchronous here, so the engine calls the
 * package's own binding directly. Should a later version move it, `loadRuntime` says so and programs run on Wasm.
 */
import type { DType } from "./dtype.js";
import type { Shape } from "./shape.js";
import type { Tensor } from "./tensor.js";

export interface SessionOptions {
  /** Threads within one operator. */
  readonly threads: number;
  /** onnxruntime's execution providers, in order of preference: "cuda", "webgpu", "coreml", "dml", "cpu". */
  readonly providers: readonly string[];
}

/** A model ready to run. */
export interface Session {
  /** Reads the inputs and overwrites the outputs, without copies of either. */
  run(inputs: readonly Tensor[], outputs: readonly Tensor[]): void;
  dispose(): void;
}

export interface Runtime {
  readonly createSession: (model: Uint8Array<ArrayBuffer>, options: SessionOptions) => Session;
}

/** The parts of onnxruntime-node and its binding that are used. */
interface Binding {
  readonly InferenceSession: new () => BoundSession;
  readonly initOrtOnce: unknown;
}
interface BoundSession {
  loadModel(buffer: ArrayBuffer, byteOffset: number, byteLength: number, options: object): void;
  run(feeds: Record<string, unknown>, fetches: Record<string, unknown>, options: object): unknown;
  dispose(): void;
}
type BoundTensor = new (dtype: DType, data: Tensor["data"], shape: Shape) => object;

/** Names of the modules, as values: a bundle for a browser leaves them alone, and a test can misspell them. */
const modules = { api: "onnxruntime-node", binding: "onnxruntime-node/dist/binding.js" };

/** onnxruntime, or why there is none. */
export async function loadRuntime({ api, binding } = modules): Promise<Runtime | string> {
  try {
    const { Tensor } = (await import(/* @vite-ignore */ api)) as { Tensor?: BoundTensor };
    const inner = (await import(/* @vite-ignore */ binding)) as { binding?: Binding; initOrt?: () => void };
    if (
      Tensor === undefined ||
      inner.initOrt === undefined ||
      inner.binding?.InferenceSession === undefined
    ) {
      return "onnxruntime-node is installed, but not in a version this engine knows (1.30): install that one";
    }
    inner.initOrt();
    return runtime(inner.binding.InferenceSession, Tensor);
  } catch (error) {
    return `onnxruntime-node cannot be loaded: ${(error as Error).message.split("\n", 1)[0]}`;
  }
}

function runtime(InferenceSession: Binding["InferenceSession"], BoundTensor: BoundTensor): Runtime {
  const bound = new WeakMap<Tensor, object>();
  const bind = (tensor: Tensor): object => {
    const { data } = tensor;
    const known = bound.get(tensor);
    if (known !== undefined) return known;
    const made = new BoundTensor(tensor.dtype, data, tensor.shape);
    bound.set(tensor, made);
    return made;
  };
  const named = (stem: string, tensors: readonly Tensor[]) =>
    Object.fromEntries(tensors.map((tensor, i) => [`${stem}${i}`, bind(tensor)]));

  return {
    createSession(model, { threads, providers }) {
      const session = new InferenceSession();
      session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
        executionProviders: [...providers],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: "sequential",
        graphOptimizationLevel: "all",
        logSeverityLevel: 3,
        // Threads that spin while they wait take the cores from JavaScript and from whatever runs beside it.
        extra: { session: { intra_op: { allow_spinning: "0" } } },
      });
      return {
        run: (inputs, outputs) => {
          session.run(named("input", inputs), named("output", outputs), {});
        },
        dispose: () => session.dispose(),
      };
    },
  };
}
