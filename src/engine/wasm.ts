import { jit, numpy as np } from "@jax-js/jax";
import type { Data } from "./dtype.js";
import type { Prepare } from "./execution.js";
import { Tensor } from "./tensor.js";
import { plain, type Traceable } from "./trace.js";
import { flatten, type JsTreeDef, unflatten } from "./tree.js";

/** Execution by jax-js's own WebAssembly kernels: the reference, and what a browser has. One thread. */
export const wasm: Prepare = (fn, argumentTree) => {
  let resultTree: JsTreeDef | undefined;
  const flat = (...args: np.Array[]): np.Array[] => {
    const [leaves, tree] = flatten<np.Array>(fn(...args));
    resultTree = tree;
    return leaves;
  };
  const compiled = jit(flat);
  let execute: Traceable = compiled;
  return {
    run(inputs) {
      const call = () => execute(...unflatten<np.Array[]>(argumentTree, inputs.map(toArray))) as np.Array[];
      try {
        return call().map(toTensor);
      } catch (error) {
        // jax-js 0.1.25 cannot compile a sort or scatter of something it would rather not store; it can run it.
        if (execute === flat || !/^jit: routine primitive/.test((error as Error).message)) throw error;
        execute = flat;
        return call().map(toTensor);
      }
    },
    get resultTree() {
      return resultTree as JsTreeDef;
    },
    dispose: () => compiled.dispose(),
  };
};

function toArray({ data, dtype, shape }: Tensor): np.Array {
  const values = dtype === "bool" ? Int32Array.from(data) : data;
  return np.array(values as Float32Array<ArrayBuffer>, { shape: [...shape], dtype: dtype as np.DType });
}

function toTensor(array: np.Array): Tensor {
  const { shape, dtype } = array;
  return new Tensor(plain(array.dataSync() as Data, dtype), shape);
}
