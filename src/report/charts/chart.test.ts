import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { charted, grid, grouped, lines, measured, rows } from "../../../test/report/charts.js";
import { type Chart, type ChartPoint, chartSchema, reportableResultSchema } from "../../contracts/index.js";
import { renderExperiment } from "../index.js";
import { lookOf } from "../palette.js";
import { linearAxis, logAxis } from "./domain.js";

const render = (...charts: Chart[]): Document =>
  parseHTML(renderExperiment(charted(charts), { version: "0", command: "c" })).document;
type Document = ReturnType<typeof parseHTML>["document"];

const marks = (page: Document, chart: string, mark: string): number =>
  page.querySelectorAll(`svg.chart-${chart} g[aria-label="${mark}"] > *`).length;
const textOf = (page: Document, selector: string): string => page.querySelector(selector)?.textContent ?? "";
const alternative = (page: Document, chart: string): string => textOf(page, `#chart-${chart}-desc`);

describe("a chart given as data", () => {
  it("draws every point with the intervals that it has, on one scale in every panel", () => {
    const page = render(measured);
    for (const panel of ["0", "1"]) expect(marks(page, `scaling-${panel}`, "dot")).toBe(9);
    // Nine vertical intervals and as many horizontal ones, and the two lines to compare with.
    expect(marks(page, "scaling-0", "rule")).toBe(9 + 9 + 2);
    const ticks = (panel: number): string =>
      textOf(page, `svg.chart-scaling-${panel} g[aria-label="x-axis tick label"]`);
    expect(ticks(0)).toBe(ticks(1));
    expect(textOf(page, "figcaption")).toContain("An interval that reaches the edge goes on beyond it.");
  });

  it("breaks a line where a value is undefined, and names guides and events", () => {
    const page = render(lines);
    expect(marks(page, "course-wide", "line")).toBe(3);
    const paths = [...page.querySelectorAll('svg.chart-course-wide g[aria-label="line"] path')];
    const moves = paths.map((path) => path.getAttribute("d")!.match(/M/g)!.length);
    expect(moves).toEqual([1, 1, 2]);
    const drawn = textOf(page, "svg.chart-course-wide");
    for (const label of ["target", "limit", "alarm", "objective changes", "work is withdrawn"])
      expect(drawn).toContain(label);
    expect(alternative(page, "course-wide")).toMatch(/no work: from 0\b.* lowest 0\b.* highest 1\.47/);
  });

  it("sets series side by side in their categories and tells ten of them apart", () => {
    const page = render(grouped);
    const places = [...page.querySelectorAll('svg.chart-energies-wide g[aria-label="rule"]')];
    expect(places.length).toBeGreaterThanOrEqual(8);
    expect(page.querySelectorAll(".key.series li")).toHaveLength(8);
    const looks = Array.from({ length: 10 }, (_, i) => lookOf(i));
    expect(new Set(looks.map(({ dash }) => dash)).size).toBe(10);
    expect(new Set(looks.map(({ colour, hollow, symbol }) => `${colour} ${hollow} ${symbol}`)).size).toBe(10);
  });

  it("lists categories downwards, and says them in words", () => {
    const page = render(rows);
    const height = (name: string): number => {
      const labels = [...page.querySelectorAll('g[aria-label="y-axis tick label"] text')];
      const label = labels.find(({ textContent }) => textContent === name);
      return Number(/translate\([^,]*,([\d.]+)/.exec(label!.getAttribute("transform")!)![1]);
    };
    expect(height("noise")).toBeLessThan(height("gaming"));
    expect(alternative(page, "interaction-wide")).toContain("MLP: noise −0.600 [−0.800, −0.300]");
  });

  it("writes zero at the edge of a logarithmic axis, and counts what lies below it", () => {
    const zeros = [...render(grid).querySelectorAll("svg.chart-transition-0 g[aria-label=text]")];
    expect(zeros.map(({ textContent }) => textContent)).toContain("0");
    const below = structuredClone(measured);
    below.panels[0]!.series[0]!.points[0]!.value = -1;
    const page = render(below);
    expect(marks(page, "scaling-0", "dot")).toBe(8);
    expect(textOf(page, "figcaption")).toContain("cannot show what lies below zero: 1 of the points");
  });

  it("draws a fit as a line among points", () => {
    const page = render(grid);
    expect(marks(page, "transition-0", "line")).toBe(1);
    expect(marks(page, "transition-0", "dot")).toBe(7);
  });

  it("says where every value is undefined", () => {
    const nothing: ChartPoint[] = [{ x: 0, value: null }];
    const page = render({ ...lines, panels: [{ series: [{ look: 0, points: nothing }] }] });
    expect(textOf(page, "figcaption")).toContain("Every value is undefined");
    expect(alternative(page, "course-wide")).toContain("nothing is defined");
  });

  it("links a finding to its picture", () => {
    const link = render(lines).querySelector(".findings a")!;
    expect(render(lines).querySelector(link.getAttribute("href")!)?.textContent).toContain("S over training");
  });
});

describe("what a chart must be", () => {
  const problem = (changed: Partial<Chart>): string =>
    chartSchema.safeParse({ ...lines, ...changed }).error?.issues[0]?.message ?? "none";
  const eleven = Array.from({ length: 11 }, (_, i) => `series ${i}`);

  it.each<[string, Partial<Chart>, RegExp]>([
    ["more series than can be told apart", { series: eleven }, /at most 10 series/],
    ["a look without a name", { series: ["one"] }, /there are 1 looks, counted from 0: got 1/],
    ["a place that is no category", { x: { label: "x", categories: ["a"] } }, /categories along x.*got 10/],
    ["no panel", { panels: [] }, /panels|small|>=1/i],
    ["an id with a space", { id: "a b" }, /letters, digits/],
  ])("%s is refused", (_, changed, message) => expect(problem(changed)).toMatch(message));

  it("findings name figures and charts that are there", () => {
    const result = charted([lines]);
    const [finding] = result.findings!;
    const issues = (changed: object): string[] =>
      reportableResultSchema.safeParse({ ...result, ...changed }).error?.issues.map((i) => i.message) ?? [];
    expect(issues({ findings: [{ ...finding, figure: "no" }] })).toEqual(["no figure 'no' in the summary"]);
    expect(issues({ findings: [{ ...finding, chart: "no" }] })).toEqual(["no chart 'no': there are course"]);
    expect(issues({ charts: [lines, lines] })).toEqual(["a second chart 'course'"]);
  });
});

describe("the span of an axis", () => {
  const wide = { pad: 0, ends: [] };

  it("begins at zero where zero is near, and has room for one value", () => {
    expect(linearAxis("", { ...wide, core: [1, 10] }).domain).toEqual([0, 10]);
    expect(linearAxis("", { ...wide, core: [9, 10] }).domain).toEqual([9, 10]);
    expect(linearAxis("", { ...wide, core: [8] }).domain).toEqual([0, 12]);
    expect(linearAxis("", { ...wide, core: [] }).domain).toEqual([0, 1]);
  });

  it("follows the ends of intervals no further than its own length", () => {
    expect(linearAxis("", { pad: 0, core: [10, 12], ends: [9.5, 13] }).domain).toEqual([9.5, 13]);
    expect(linearAxis("", { pad: 0, core: [10, 12], ends: [-1e9, 1e9] }).domain).toEqual([8, 14]);
    const [low, high] = logAxis("", { pad: 0, core: [1, 100], ends: [1e-9, 1e5] }).domain;
    expect(low).toBeCloseTo(0.01, 12);
    expect(high).toBeCloseTo(1e4, 6);
  });

  it("keeps zero apart on a logarithmic axis", () => {
    const { domain, zero } = logAxis("", { ...wide, core: [0, 1, 2] });
    expect(zero).toBe(domain[0]);
    expect(zero).toBeLessThan(0.51);
    expect(logAxis("", { ...wide, core: [1, 2] }).zero).toBeUndefined();
  });
});
