import { expect, it } from "vitest";
import { chartSchema } from "../contracts/index.js";
import { all, atLeast, atMost, figureRows, some } from "./finding.js";

const around = (lower: number, upper: number) => ({ value: (lower + upper) / 2, lower, upper });
const alone = { value: 3, lower: null, upper: null };

it("a claim stands where the whole interval lies on its side, and is open without an interval", () => {
  const stands = [around(1, 2), around(0, 2), around(0, 0.5), alone].map((figure) => atLeast(figure, 1));
  expect(stands).toEqual(["supported", "undecided", "not supported", "undecided"]);
  const most = [around(0, 1), around(0, 2), around(1.5, 2), alone].map((figure) => atMost(figure, 1));
  expect(most).toEqual(["supported", "undecided", "not supported", "undecided"]);
});

it("of claims that need all, or one, what is open leaves them open only while it could turn them", () => {
  expect(all(["supported", "supported"])).toBe("supported");
  expect(all(["supported", "undecided"])).toBe("undecided");
  expect(all(["undecided", "not supported"])).toBe("not supported");
  expect(some(["not supported", "not supported"])).toBe("not supported");
  expect(some(["not supported", "undecided"])).toBe("undecided");
  expect(some(["undecided", "supported"])).toBe("supported");
  expect([all([]), some([])]).toEqual(["undecided", "undecided"]);
});

it("figures make a chart, those that are undefined an empty row", () => {
  const chart = figureRows(
    { a: around(1, 2), b: { value: null, lower: null, upper: null }, c: alone },
    {
      id: "rows",
      title: "Rows",
      caption: "",
      label: "nats",
      rows: [
        ["a", "first"],
        ["b", "second"],
        ["c", "third"],
        ["d", "not there"],
      ],
      compare: [{ at: 1, label: "one" }],
    },
  );
  expect(chartSchema.parse(chart)).toEqual(chart);
  expect(chart.panels[0]?.series[0]?.points.map(({ x, value }) => [x, value])).toEqual([
    [1.5, 0],
    [3, 2],
  ]);
});
