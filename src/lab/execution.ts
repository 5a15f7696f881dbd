/** Where the networks of an experiment run: natively where possible, or by what gives the same bytes on every machine. */
export type Execution = "auto" | "native" | "wasm";

/** Where those of `trials` ran, each place once. */
export const executed = (trials: readonly { readonly execution: string }[]): string =>
  [...new Set(trials.map(({ execution }) => execution))].join(", ");
