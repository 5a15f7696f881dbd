import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { Following } from "./following.js";

it("hands on what each trial tells in order, one at a time, and waits for the last of it", async () => {
  const taken: [number, unknown][] = [];
  let busy = 0;
  const following = new Following(async (trial, happening) => {
    if (trial === 0) expect(++busy).toBe(1);
    await setTimeout(1);
    if (trial === 0) busy--;
    taken.push([trial, happening]);
  });
  for (const happening of ["a", "b"]) for (const trial of [0, 1]) following.hear({ trial, happening });
  const all = following.all(0, 3);
  following.hear({ trial: 0, happening: "c" });
  await all;
  await following.all(1, 2);
  const of = (wanted: number) => taken.filter(([trial]) => trial === wanted).map(([, what]) => what);
  expect([of(0), of(1)]).toEqual([
    ["a", "b", "c"],
    ["a", "b"],
  ]);
});

it("does not call a trial taken that was not: on a failure, and when it is stopped", async () => {
  const failing = new Following(async () => {
    throw new Error("the service is gone");
  });
  failing.hear({ trial: 0, happening: 1 });
  await expect(failing.all(0, 1)).rejects.toThrow("the service is gone");

  const taken: unknown[] = [];
  const stopped = new Following(async (_, happening) => {
    await setTimeout(5);
    taken.push(happening);
  });
  for (const happening of [1, 2, 3]) stopped.hear({ trial: 0, happening });
  await setTimeout(1);
  const [whole, awaited] = [stopped.all(0, 3), stopped.all(1, 1)].map((all) =>
    all.catch((e: Error) => e.message),
  );
  await stopped.stop();
  expect(await whole).toBe("nobody follows any more");
  expect(await awaited).toBe("nobody follows any more");
  expect(taken).toEqual([1]);
});
