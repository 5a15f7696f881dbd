import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";
import { observe } from "./observe.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
  for (const by of ["observations", "time"] as const) {
    const settings = { goals: ["a", "b"], intended: "a", window: { by, size: 10 }, alarms: [] };
    await tested.ask("PUT", `/api/v1/systems/${by}`, settings);
  }
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const send = (system: string, observations: object[]) =>
  tested.ask("POST", `/api/v1/systems/${system}/observations`, { observations });
const hours = Array.from({ length: 100 }, (_, i) => ({ time: 3600 * i, goal: "a" }));

it("refuses what would close windows without end, and says what to do", async () => {
  expect(await send("observations", [{ goal: "a" }, { goal: "a", count: 1e12 }])).toMatchObject({
    status: 422,
    body: {
      position: "observations[1].count",
      detail: expect.stringMatching(/at most 1000 at once: send it in parts/),
    },
  });
  expect(await send("time", hours)).toMatchObject({
    status: 422,
    body: { position: "observations", detail: expect.stringMatching(/make the windows larger/) },
  });
  expect((await send("observations", [{ goal: "a", count: 10_000 }])).status).toBe(202);
  expect((await send("time", hours.slice(0, 20))).status).toBe(202);
  await tested.settled();
  for (const [system, closed] of [
    ["observations", 1000],
    ["time", 19 * 360],
  ] as const) {
    const { body } = await tested.ask("GET", `/api/v1/systems/${system}/series?points=10000`);
    expect(body.windows).toHaveLength(closed);
  }
}, 60_000);

it("gives up a message that came another way, and changes nothing by it", async () => {
  const message = { sequence: 1, partition: "time", kind: "observations", id: "m", size: 1, attempts: 0 };
  const payload = { received: 1, observations: hours };
  const taken = tested.service.database.transaction((tx) =>
    observe(tx, [{ ...message, payload }], 1, () => null),
  );
  await expect(taken).rejects.toThrow(/close 35600 windows of 10 seconds/);
});
