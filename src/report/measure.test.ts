import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { type MeasureCase, measured } from "../../test/report/measurement.js";
import { renderMeasure } from "./index.js";

const generated = { version: "0.1.0", command: "telostat measure labels.csv --html report" };
const render = (which: MeasureCase = {}): string => renderMeasure(measured(which), generated);
const words = (page: string): string =>
  page
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<(title|desc)[^>]*>.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ");
/** How many marks of one kind the wide version of a chart has. */
const marks = (page: string, chart: string, mark: string): number =>
  parseHTML(page).document.querySelectorAll(`svg.${chart}-wide g[aria-label="${mark}"] > *`).length;

describe("the page of a measurement", () => {
  it("says S, fidelity and divergence with their intervals, and what S means", () => {
    const text = words(render());
    expect(text).toContain("Goal fidelity 0.900, ethical entropy 0.300 nats");
    expect(text).toContain("as spread as over 1.35 equally likely goals [1.22, 1.49]");
    expect(text).toContain("The intended goal, help, has 90.0% of the behaviour [85.0%, 95.0%]");
    expect(text).toContain("0.100 [0.050, 0.150] nats");
    expect(text).toContain("help (intended)");
    expect(text).toContain("a method; covers sampling of labels");
    expect(text).toContain("K counts the goals that occurred.");
  });

  it("does without the intended goal", () => {
    const text = words(render({ intended: null }));
    expect(text).toContain("Ethical entropy 0.300 nats");
    expect(text).toContain("not known needs the intended goal");
    expect(text).not.toContain("(intended)");
  });

  it("writes an infinite divergence as such, with its reason", () => {
    const text = words(render({ shares: { help: 0, lie: 1 } }));
    expect(text).toMatch(/∞ \[0\.050, ∞\] nats; infinite: the intended goal was never observed/);
  });

  it("draws thirty goals and says what it left out", () => {
    const shares = Object.fromEntries(Array.from({ length: 34 }, (_, i) => [`goal ${i}`, 1 / 34]));
    const text = words(render({ shares, intended: null }));
    expect(text).toContain("goal 29");
    expect(text).not.toContain("goal 30");
    expect(text).toContain("4 more goals with 0.118 of the behaviour between them are not drawn");
  });

  it("shows the same shares by other methods", () => {
    const check = {
      method: "BBSE",
      source: "Lipton 2018",
      probabilities: [0.95, 0.1, -0.05],
      note: "One is negative.",
    };
    const page = render({ crossChecks: [check] });
    expect(words(page)).toContain("□ BBSE Lipton 2018One is negative.");
    expect(marks(page, "goals", "dot") - marks(render(), "goals", "dot")).toBe(3);
  });

  it.each(["observations", "time"] as const)("keeps gaps over windows of %s as gaps", (by) => {
    const page = render({ windows: [0.2, null, null, 0.4, 0.5], by });
    // One more link leads to the label of ln K.
    expect(marks(page, "windows-entropy", "link")).toBe(3 + 1);
    expect(marks(page, "windows-entropy", "rect")).toBe(2 + 3);
    expect(words(page)).toContain("Grey: 2 windows with no or too few observations.");
    expect(words(page)).toContain(by === "time" ? "a window of 1 h" : "a window of 10 observations");
    expect(words(page)).toContain("window 1: No observations.");
  });

  it("draws no fidelity over windows without an intended goal", () => {
    expect(render({ windows: [0.2, 0.3], intended: null })).not.toContain("windows-fidelity");
  });

  it("shows names as they are: escaped, on one line, and not as mathematics", () => {
    const page = render({
      shares: { gamma: 0.5, "<img src=x>": 0.3, "two\nlines\u202e": 0.2 },
      intended: "gamma",
    });
    expect(page).not.toContain("<img");
    expect(words(page)).toContain("gamma (intended)");
    expect(words(page)).toContain("&lt;img src=x&gt;");
    expect(words(page)).toContain("two\ufffdlines\ufffd");
  });

  it("is the same bytes for the same data, and loads nothing", () => {
    const page = render({ windows: [0.2, null, 0.4] });
    expect(render({ windows: [0.2, null, 0.4] })).toBe(page);
    expect(page).not.toMatch(/<(script|link|iframe|img|object|embed)\b|\bsrc=|@import|url\(|\son\w+=/i);
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
