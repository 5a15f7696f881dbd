import { describe, expect, it } from "vitest";
import { type ExperimentResult, experimentResultSchema } from "../contracts/index.js";
import { renderExperiment } from "./index.js";

const result: ExperimentResult = {
  experiment: "an-experiment-of-tomorrow",
  version: "3",
  seed: 7,
  parameters: { trials: 20, sizes: [1, 2] },
  question: "Does S fall?",
  rule: "falls: the interval of the difference lies below 0.",
  summary: {
    runs: { value: 5, lower: null, upper: null, unit: "1" },
    fall: { value: 0.25, lower: 0.125, upper: 0.375, unit: "nat", level: 0.95, method: "Student t", n: 5 },
    lost: { value: null, lower: null, upper: null },
  },
  verdict: "falls",
  why: "The difference is 0.25.",
  series: { anything: [1] },
};
const generated = { version: "0.1.0", command: "telostat lab run an-experiment-of-tomorrow" };
const render = (changed: Partial<ExperimentResult> = {}): string =>
  renderExperiment(experimentResultSchema.parse({ ...result, ...changed }), generated);
const words = (page: string): string =>
  page
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ");

describe("the page of an experiment without charts of its own", () => {
  const page = render();

  it("says what was asked, decided and measured", () => {
    for (const text of [
      "an-experiment-of-tomorrow, version 3, seed 7",
      "Does S fall?",
      "falls The difference is 0.25.",
      "runs 5 fall 0.250 nats [0.125, 0.375] lost not measured",
      "Intervals: 95%, Student t, n = 5.",
      "the interval of the difference lies below 0.",
      "telostat 0.1.0: telostat lab run an-experiment-of-tomorrow",
      "sizes1, 2",
    ])
      expect(words(page)).toContain(text);
  });

  it("says of a quick run what its verdict is worth", () => {
    const command = `${generated.command} --seed 7 --quick --workers 2`;
    expect(words(renderExperiment(result, { ...generated, command }))).toContain("A quick run, to see");
    expect(words(page)).not.toContain("quick");
    expect(words(renderExperiment(result, { ...generated, command: "x --quickly" }))).not.toContain(
      "A quick",
    );
  });

  it("notes each interval by itself where they differ", () => {
    const gain = { value: 2, lower: 1, upper: 3, level: 0.8, method: "bootstrap", covers: "fresh tasks" };
    const text = words(render({ summary: { ...result.summary, gain } }));
    expect(text).toContain("0.250 nats [0.125, 0.375]95%, Student t, n = 5");
    expect(text).toContain("2.00 [1.00, 3.00]80%, bootstrap, covers fresh tasks");
    expect(text).not.toContain("Intervals:");
  });

  it("keeps long reasons in full, the first of them in sight", () => {
    const why = Array.from({ length: 60 }, (_, i) => `Reason ${i} of the verdict.`).join(" ");
    const long = render({ why });
    const [shown, folded] = long.split("<details><summary>The reasons in full</summary>") as [string, string];
    expect(shown).toContain("Reason 0 ");
    expect(shown).not.toContain("Reason 59 ");
    expect(folded).toContain("Reason 59 ");
    expect(words(long)).not.toMatch(/NaN|undefined|\[object/);
  });

  it("is the same bytes for the same data, and loads nothing", () => {
    expect(render()).toBe(page);
    expect(page).not.toMatch(/<(script|link|iframe|img|object|embed)\b|\bsrc=|@import|url\(|\son\w+=/i);
  });

  it("escapes what it is given", () => {
    const hostile = `<script>alert("x")</script>`;
    const text = { verdict: hostile, why: hostile, question: hostile, rule: hostile, experiment: hostile };
    const figure = { value: 1, lower: 0, upper: 2, unit: hostile, method: hostile, covers: hostile };
    const page = render({ ...text, summary: { [hostile]: figure }, parameters: { [hostile]: [hostile] } });
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;");
  });
});
