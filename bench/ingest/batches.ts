import type { Served } from "./served.js";

/** Observations of one batch, and batches under way at once. */
export const SIZE = 500;
export const SENDERS = 4;

/** A batch of new observations, a tenth of another goal. */
export const batchOf = (name: string, size = SIZE, others = 0.1) => ({
  batch: name,
  observations: Array.from({ length: size }, (_, i) => ({
    id: `${name}-${i}`,
    goal: ((i * 7919) % size) / size < others ? "flatter" : "help",
  })),
});

/** Batches from all senders for so long, each as fast as it is acknowledged; the number of observations. */
export async function flood(served: Served, system: string, seconds: number, tag: string): Promise<number> {
  const until = performance.now() + 1000 * seconds;
  let batches = 0;
  const sender = async () => {
    while (performance.now() < until) await served.post(system, batchOf(`${tag}-${batches++}`));
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return batches * SIZE;
}

/** Batches at a steady rate until `over`, each at its time or, where the service is behind, as soon as it can be. */
export async function steady(
  served: Served,
  system: string,
  { rate, tag, over }: { readonly rate: number; readonly tag: string; readonly over: () => boolean },
): Promise<number> {
  const started = performance.now();
  let batches = 0;
  const sender = async () => {
    while (!over()) {
      const place = batches++;
      await pause(started + (1000 * place * SIZE) / rate - performance.now());
      await served.post(system, batchOf(`${tag}-${place}`));
    }
  };
  await Promise.all(Array.from({ length: 2 * SENDERS }, sender));
  return (batches * SIZE) / ((performance.now() - started) / 1000);
}

export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
