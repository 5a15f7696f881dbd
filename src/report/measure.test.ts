import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { type MeasureResult, measureResultSchema } from "../contracts/index.js";
import { renderMeasure } from "./index.js";

const estimate = (value: number, half: number) => ({
  value,
  lower: Math.max(0, value - half),
  upper: value + half,
  level: 0.95,
  method: "a method",
  n: 50,
  covers: "sampling of labels",
});

interface Case {
  readonly shares?: Record<string, number>;
  readonly intended?: string | null;
  /** S of each window; null is a gap. */
  readonly windows?: readonly (number | null)[];
  readonly by?: "observations" | "time";
  readonly crossChecks?: MeasureResult["crossChecks"];
}

function measured({
  shares = { help: 0.9, flatter: 0.08, lie: 0.02 },
  intended = "help",
  windows,
  by = "observations",
  crossChecks = null,
}: Case): MeasureResult {
  const fidelity = intended === null ? null : estimate(shares[intended] ?? 0, 0.05);
  const size = by === "time" ? 3600 : 10;
  return measureResultSchema.parse({
    command: "measure",
    version: "0.1.0",
    source: "labels.csv",
    input: "labels",
    seed: 1,
    level: 0.95,
    estimator: { name: "nsb", source: "Nemenman et al. 2002" },
    interval: "posterior",
    observations: 50,
    goals: Object.keys(shares).length,
    entropy: estimate(0.3, 0.1),
    maximumEntropy: Math.log(Object.keys(shares).length),
    relativeEntropy: estimate(0.27, 0.1),
    distribution: Object.entries(shares).map(([goal, share]) => ({
      goal,
      count: Math.round(50 * share),
      probability: estimate(share, 0.05),
    })),
    intended,
    fidelity,
    divergence: fidelity && {
      ...estimate(0.1, 0.05),
      value: fidelity.value === 0 ? null : 0.1,
      upper: fidelity.lower === 0 ? null : 0.15,
      reason: fidelity.value === 0 ? "infinite: the intended goal was never observed" : null,
    },
    windowing: windows ? { by, size } : null,
    windows: windows
      ? windows.map((entropy, i) => ({
          start: (by === "time" ? 1_767_600_000 : 1) + size * i,
          end: (by === "time" ? 1_767_600_000 : 1) + size * (i + 1),
          label: `window ${i}`,
          observations: entropy === null ? 0 : 10,
          entropy: entropy === null ? null : estimate(entropy, 0.1),
          fidelity: entropy === null || intended === null ? null : estimate(0.8, 0.1),
          divergence: null,
          distribution: [],
          notes: entropy === null ? ["No observations."] : [],
        }))
      : null,
    crossChecks,
    notes: ["K counts the goals that occurred."],
  });
}

const generated = { version: "0.1.0", command: "telostat measure labels.csv --html report" };
const render = (which: Case = {}): string => renderMeasure(measured(which), generated);
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
