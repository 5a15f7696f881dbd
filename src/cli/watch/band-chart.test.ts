import { expect, it } from "vitest";
import { bandChart } from "./band-chart.js";

it("draws values in their bands, gaps as gaps, and the guide where nothing else is", () => {
  const points = [{ value: 0.1, lower: 0, upper: 0.3 }, null, { value: 0.9, lower: 0.6, upper: 1 }];
  expect(bandChart(points, { height: 4, top: 1, guide: 0.6 })).toEqual(["  ●", "─ ░", "░  ", "●· "]);
});

it("stays in the frame whatever the value", () => {
  const chart = bandChart([{ value: 3, lower: 2, upper: 4 }], { height: 3, top: 1 });
  expect(chart).toEqual(["●", " ", " "]);
});
