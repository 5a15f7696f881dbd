import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { charted } from "../../../test/report/charts.js";
import {
  calibration,
  experiments,
  fisher,
  lambdaBracket,
  tauBench,
  validateLambda,
  wikispeedia,
} from "../../../test/report/examples.js";
import type { ExperimentResult } from "../../contracts/index.js";
import { renderExperiment, renderFisher } from "../index.js";

const generated = { version: "0.1.0", command: "telostat lab run" };
const render = (result: ExperimentResult): string => renderExperiment(result, generated);
const words = (page: string): string =>
  page
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<(title|desc)[^>]*>.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ");
/** How many marks of one kind a chart has. */
const marks = (page: string, chart: string, mark: string): number =>
  parseHTML(page).document.querySelectorAll(`svg.${chart} g[aria-label="${mark}"] > *`).length;

const pages: readonly (readonly [string, () => string])[] = [
  ...experiments.map((example) => [example().experiment, () => render(example())] as const),
  ["charts as data", () => render(charted())],
  ["fisher", () => renderFisher(fisher(), generated)],
  ["fisher with a heavy tail", () => renderFisher(fisher(true), generated)],
];

describe.each(pages)("the page of %s", (_, rendered) => {
  const page = rendered();

  it("prints no value that is none, and is the same bytes again", () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(page.replace(/<[^>]*>/g, " ")).not.toMatch(/\bnull\b/);
    expect(rendered()).toBe(page);
  });

  it("loads nothing, and names every chart for those who cannot see it", () => {
    expect(page).not.toMatch(/<(script|link|iframe|img|object|embed)\b|\bsrc=|@import|url\(|\son\w+=/i);
    const { document } = parseHTML(page);
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const charts = [...document.querySelectorAll("svg")];
    expect(charts.length).toBeGreaterThan(1);
    for (const chart of charts) {
      if (chart.getAttribute("aria-hidden") === "true") continue;
      for (const name of ["aria-labelledby", "aria-describedby"])
        expect(document.getElementById(chart.getAttribute(name)!)?.textContent).toMatch(/\w/);
    }
    for (const region of document.querySelectorAll("[aria-labelledby]"))
      expect(ids).toContain(region.getAttribute("aria-labelledby"));
  });
});

it.each(experiments.map((example) => [example().experiment, example] as const))(
  "%s without a series is refused",
  (_, example) => {
    expect(() => render({ ...example(), series: [{ other: 1 }] })).toThrow();
  },
);

describe("what the charts show", () => {
  it("every cell of the calibration by population and rationality", () => {
    const page = render(calibration());
    // Two numbers of goals at three numbers of episodes.
    expect(marks(page, "coverage95-drawn-1_6", "dot")).toBe(2 * 3);
    expect(marks(page, "coverage95-equal-4", "rule")).toBeGreaterThanOrEqual(2 * 3);
    expect(words(page)).toContain("too few episodes");
    expect(words(page)).toContain("The intervals of S are right as often as they say");
  });

  it("prefixes of walks that somebody went on, with and without an interval", () => {
    const page = render(wikispeedia());
    expect(marks(page, "top1-after-wide", "dot")).toBe(2 * 4);
    expect(marks(page, "entropy-left-wide", "dot")).toBe(2 * 3);
    expect(marks(page, "reliability", "dot")).toBe(2);
    expect(marks(page, "reliability", "rule")).toBe(1);
    expect(words(page)).toContain("category similarity");
    expect(words(page)).toContain("Right article first after 3 clicks");
  });

  it("runs of tau-bench on and off the diagonal, and tasks with both outcomes", () => {
    const page = render(tauBench());
    expect(marks(page, "confusion", "rect")).toBe(1 + 2 * 3);
    expect(words(page)).toContain("3 of 6 runs (50.0%) reveal the goal that they were given");
    expect(words(page)).toContain("3 of 3 rise (blue)");
    expect(words(page)).toContain("Intended goal first, among 20 that are alike");
  });

  it("names of goals escaped", () => {
    const page = render(tauBench("<script>alert(1)</script>"));
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;");
    const files = renderFisher(fisher(false, "<script>"), generated);
    expect(files).not.toContain("<script");
  });

  it("one line a width and phase, against 2 / rate", () => {
    const page = render(validateLambda());
    expect(marks(page, "lambda-0", "line")).toBe(2 * 2);
    expect(words(page)).toContain("MLP, rate 0.1");
    expect(words(page)).toContain("2/η = 20");
  });

  it("coverage of the bracket, and limits where there are any", () => {
    const page = render(lambdaBracket());
    expect(marks(page, "coverage-0", "dot")).toBe(2);
    // Lower and upper limit and noise reduction; the spiked model gave nothing, the heavy tail has no upper limit.
    expect(marks(page, "ratio-0", "dot")).toBe(2 * 3);
    expect(marks(page, "ratio-1", "dot")).toBe(2 * 2);
  });

  it("the limits of lambda_max, and why there is no upper one", () => {
    expect(words(renderFisher(fisher(), generated))).toContain("empirical Fisher lies between 30.0 and 120");
    const heavy = words(renderFisher(fisher(true), generated));
    expect(heavy).toContain("empirical Fisher is at least 30.0");
    expect(heavy).toContain("There is no upper limit: one gradient carries the top direction.");
    expect(heavy).toContain("noise reduction is withheld: heavy tail");
  });
});
