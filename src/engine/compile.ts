import { type Data, dtypeOf } from "./dtype.js";
import type { Executable, Prepare } from "./execution.js";
import { startJax } from "./jax.js";
import { native } from "./native.js";
import { RecentPrograms } from "./recent-programs.js";
import { loadRuntime, type Runtime } from "./session.js";
import { sizeOf } from "./shape.js";
import { Tensor } from "./tensor.js";
import { type ArrayType, type Traceable, UnsupportedError } from "./trace.js";
import { type Fed, flatten, type JsTreeDef, type Returned, unflatten } from "./tree.js";
import { wasm } from "./wasm.js";

export type Execution = "native" | "wasm";

export interface CompileOptions {
  /**
   * `native` insists on onnxruntime and throws where it cannot run the program; `auto` (default) prefers it and
   * falls back to `wasm`, saying why in `notices`.
   */
  readonly execution?: "auto" | Execution;
  /** Threads of the native execution. Default 1: the same bytes whatever the machine's cores. */
  readonly threads?: number;
  /**
   * onnxruntime's execution providers in order of preference ("cuda", "webgpu", "coreml", "dml"), the CPU always
   * last and alone where they fail. Default: the CPU.
   */
  readonly providers?: readonly string[];
  /**
   * The first so many arguments stay the same, tensor for tensor, over many calls: natively, matrix products and
   * convolutions of them alone are then computed once. Another tensor is noticed, other values in the same one are not.
   * Default 0.
   */
  readonly held?: number;
  /** Traced shapes kept at a time, the least recently used going first. Default 16. */
  readonly maxShapes?: number;
}

/** Something the caller may want to tell its user: said once. */
export interface Notice {
  readonly kind: "fallback" | "many-shapes";
  readonly message: string;
}

/**
 * A compiled function. Takes and returns what the traced function does, with tensors (or plain typed arrays of the
 * example's shape) in place of jax-js arrays; nothing is consumed. Traced again for arguments of other shapes.
 */
export interface Compiled<Args extends unknown[], Result> {
  (...args: Fed<Args>): Returned<Result>;
  readonly execution: Execution;
  readonly threads: number;
  readonly notices: readonly Notice[];
  /** Frees the compiled programs; tensors live on. */
  dispose(): void;
}

let started: Promise<void> | undefined;
let runtime: Runtime | string = "await startEngine() before compiling";

/** Starts the Wasm device and looks for onnxruntime, once. Await it before compiling. */
export function startEngine(): Promise<void> {
  started ??= (async () => {
    await startJax();
    runtime = await loadRuntime();
  })();
  return started;
}

/**
 * Compiles a function of pytrees of jax-js arrays, at the shapes and types of the example arguments.
 *
 * @param fn written in jax-js's style (it consumes its arguments); it may use grad, jvp, vjp and vmap.
 * @throws {UnsupportedError} if `execution` is `native` and a primitive or dtype has no native form.
 */
export function compile<Args extends unknown[], Result>(
  fn: (...args: Args) => Result,
  example: NoInfer<Fed<Args>>,
  options: CompileOptions = {},
): Compiled<Args, Result> {
  return compileWith(runtime, fn, example, options);
}

/** A way to execute, in order of preference. */
interface Candidate {
  readonly execution: Execution;
  readonly threads: number;
  readonly prepare: Prepare;
}

/** `compile` with the given runtime, or the reason why there is none. */
export function compileWith<Args extends unknown[], Result>(
  runtime: Runtime | string,
  fn: (...args: Args) => Result,
  example: NoInfer<Fed<Args>>,
  options: CompileOptions,
): Compiled<Args, Result> {
  const name = fn.name || "a function";
  const notices: Notice[] = [];
  const candidates = candidatesFor(runtime, options);
  if (candidates.length === 0) throw new UnsupportedError(`${name} cannot run natively: ${runtime}`);
  if (options.execution !== "wasm" && typeof runtime === "string") notices.push(fallback(name, runtime));
  let [chosen, ...rest] = candidates as [Candidate, ...Candidate[]];

  const [exampleLeaves, exampleTree] = flatten<Tensor | Data>(example);
  const exampleTypes = exampleLeaves.map(typeOf);
  const programs = new RecentPrograms(options.maxShapes ?? 16, (limit) => {
    const message = `${name} met more than ${limit} argument shapes, each compiled anew: pad its arguments to a few shapes, or raise maxShapes`;
    notices.push({ kind: "many-shapes", message });
  });
  const program = (tree: JsTreeDef, types: readonly ArrayType[]) =>
    programs.get(signature(tree, types), () => prepare(tree, types));

  function prepare(tree: JsTreeDef, types: readonly ArrayType[]): Executable {
    try {
      const args = unflatten<unknown[]>(tree, types);
      const [held] = flatten(args.slice(0, options.held ?? 0));
      return chosen.prepare(fn as Traceable, tree, types, held.length);
    } catch (error) {
      const [next, ...others] = rest;
      if (!(error instanceof UnsupportedError) || next === undefined) throw error;
      notices.push(fallback(name, error.message));
      [chosen, rest] = [next, others];
      return prepare(tree, types);
    }
  }

  function call(...args: Fed<Args>): Returned<Result> {
    const [leaves, tree] = flatten<Tensor | Data>(args);
    const inputs = leaves.map((leaf, i) => asTensor(leaf, exampleTypes[i], i));
    const executable = program(tree, inputs);
    const outputs = executable.run(inputs);
    return unflatten(executable.resultTree, outputs);
  }

  program(exampleTree, exampleTypes);
  return Object.defineProperties(call, {
    execution: { get: () => chosen.execution },
    threads: { get: () => chosen.threads },
    notices: { value: notices },
    dispose: { value: () => programs.dispose() },
  }) as Compiled<Args, Result>;
}

function candidatesFor(
  runtime: Runtime | string,
  { execution = "auto", threads = 1, providers = [] }: CompileOptions,
): Candidate[] {
  const onWasm: Candidate = { execution: "wasm", threads: 1, prepare: wasm };
  if (execution === "wasm") return [onWasm];
  const wished = providers.filter((provider) => provider !== "cpu");
  const lists = wished.length > 0 ? [[...wished, "cpu"], ["cpu"]] : [["cpu"]];
  const onRuntime =
    typeof runtime === "string"
      ? []
      : lists.map(
          (list): Candidate => ({
            execution: "native",
            threads,
            prepare: native(runtime, { threads, providers: list }),
          }),
        );
  return execution === "native" ? onRuntime : [...onRuntime, onWasm];
}

function fallback(name: string, reason: string): Notice {
  return { kind: "fallback", message: `${name} runs slower than it could: ${reason}` };
}

function typeOf(leaf: Tensor | Data, index: number): ArrayType {
  if (leaf instanceof Tensor) return leaf;
  const dtype = dtypeOf(leaf);
  if (dtype === undefined) {
    throw new TypeError(`argument leaf ${index}: expected a Tensor or a typed array, got ${describe(leaf)}`);
  }
  return { dtype, shape: [leaf.length] };
}

function asTensor(leaf: Tensor | Data, example: ArrayType | undefined, index: number): Tensor {
  if (leaf instanceof Tensor) return leaf.usable();
  const { dtype, shape } = typeOf(leaf, index);
  if (example === undefined || example.dtype !== dtype || sizeOf(example.shape) !== shape[0]) {
    const expected = example === undefined ? "nothing" : `${example.dtype} of shape [${example.shape}]`;
    throw new RangeError(
      `argument leaf ${index}: expected ${expected}, got ${shape[0]} ${dtype} values: pass a Tensor to change shape or type`,
    );
  }
  return new Tensor(leaf, example.shape);
}

function signature(tree: JsTreeDef, types: readonly ArrayType[]): string {
  return `${tree} ${types.map(({ dtype, shape }) => `${dtype}[${shape}]`).join(" ")}`;
}

function describe(leaf: unknown): string {
  return leaf === null || typeof leaf !== "object" ? String(leaf) : leaf.constructor.name;
}
