/**
 * The only door to jax-js. Arrays are owned by reference counts: passing one to a function gives it away, `.ref`
 * keeps a share. Everything this folder exports takes and returns plain typed arrays.
 */
import { defaultDevice, init } from "@jax-js/jax";

export { jit, jvp, nn, numpy as np, tree, valueAndGrad, vjp } from "@jax-js/jax";

let started: Promise<void> | undefined;

/** Starts the WebAssembly device once; await it before building a learner. */
export function startExecution(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  // What jax-js reads and Node 20 lacks: navigator (to look for WebGPU) and Float16Array (in instanceof tests).
  provide("navigator", {});
  provide(
    "Float16Array",
    class {
      constructor() {
        throw new TypeError("this version of Node has no Float16Array");
      }
    },
  );
  await init("wasm");
  defaultDevice("wasm");
}

function provide(name: string, value: unknown): void {
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true });
}
