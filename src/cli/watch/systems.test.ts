import { expect, it } from "vitest";
import { monitor } from "../../monitor/index.js";
import { Systems } from "./systems.js";

const windowing = { by: "time", size: 60 } as const;
const own = monitor({ goals: ["help", "lie"], windowing });
const noon = 1_767_614_400;
const entry = (system: string, time: number) => ({
  observation: { system, time, goal: "help" },
  line: 1,
  text: "",
});

it("shows the gaps of a system that falls silent, while others are heard, and makes nothing late", () => {
  const systems = new Systems(own, windowing, {}, noon);
  systems.step([entry("a", noon), entry("b", noon)], noon);
  expect(systems.tick(noon + 59)).toEqual([]);
  systems.step([entry("b", noon + 100)], noon + 100);
  const gaps = systems.tick(noon + 240).map(({ system, report }) => [system, report.start - noon, report.n]);
  expect(gaps).toEqual([
    ["a", 0, 1],
    ["a", 60, 0],
    ["a", 120, 0],
    ["b", 60, 1],
    ["b", 120, 0],
  ]);
  expect(systems.step([entry("a", noon + 185)], noon + 241).rejected).toEqual([]);
});

it("leaves times that are not live alone", () => {
  const systems = new Systems(own, windowing, {}, noon);
  systems.step([entry("a", 100)], noon);
  expect(systems.tick(noon + 1e6)).toEqual([]);
});

it("sets aside what names ever more systems", () => {
  const systems = new Systems(own, windowing, {}, noon);
  const many = Array.from({ length: 10_001 }, (_, i) => entry(`${i}`, noon));
  expect(systems.step(many, noon).rejected).toEqual([
    {
      line: 1,
      reason: "unreadable",
      message: expect.stringMatching(/more than 10000 different systems/),
      record: "",
    },
  ]);
});
