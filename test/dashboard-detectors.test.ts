import { expect, it } from "vitest";
import { detectors, promises, twoSided } from "../src/dashboard/system/detectors.js";
import { wirings } from "../src/monitor/index.js";

it("offers every detector of the monitor, with what it can promise", () => {
  expect(Object.keys(detectors).sort()).toEqual(Object.keys(wirings).sort());
  for (const [name, wiring] of Object.entries(wirings)) {
    expect([name, promises(name), twoSided(name)]).toEqual([name, wiring.promises, wiring.sides === "both"]);
  }
});
