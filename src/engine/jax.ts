/**
 * Start-up of jax-js, which traces and differentiates every program and executes it where onnxruntime cannot.
 * Its arrays are owned by reference counts: passing one to a function gives it away, `.ref` keeps a share.
 */
import { defaultDevice, init } from "@jax-js/jax";

let started: Promise<void> | undefined;

/** Starts the WebAssembly device once. */
export function startJax(): Promise<void> {
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
