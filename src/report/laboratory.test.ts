import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { charted } from "../../test/report/charts.js";
import { type LaboratoryEntry, renderLaboratory } from "./index.js";

const entry: LaboratoryEntry = {
  result: charted(),
  page: "an%20experiment/index.html",
  command: "telostat lab run an-experiment-of-tomorrow --seed 1",
  seconds: 130,
};
const render = (entries: readonly LaboratoryEntry[]): string =>
  renderLaboratory({ entries, leftOut: [{ path: "x/result.json", problem: "not JSON" }], version: "0.1.0" });

describe("the page over all results", () => {
  const page = render([entry, { result: { ...charted(), seed: 2 } }]);
  const { document } = parseHTML(page);

  it("counts where the claims stand, and lists each with the figure that decides", () => {
    expect(document.querySelector("h1")?.textContent).toContain("2 supported, 2 not supported, 2 undecided");
    const rows = [...document.querySelectorAll("table.claims tbody tr")];
    expect(rows).toHaveLength(6);
    expect(rows[0]?.textContent).toContain("0.400 [0.300, 0.450]");
    expect(rows[0]?.textContent).toContain("2 min");
    for (const row of rows) {
      const target = row.querySelector("a")!.getAttribute("href")!;
      expect(document.querySelector(target)).not.toBeNull();
    }
  });

  it("shows the charts that findings name, small, linked to the experiment's own page", () => {
    // Of five charts one is named by a finding; each of the two results has it once, under an id of its own.
    const charts = [...document.querySelectorAll('svg[role="img"]')];
    expect(charts.map((chart) => chart.getAttribute("aria-labelledby"))).toEqual([
      "result-1-course-0-title",
      "result-2-course-0-title",
    ]);
    expect(page).toContain('href="an%20experiment/index.html#chart-course"');
    expect(page).toContain("telostat lab run an-experiment-of-tomorrow --seed 1");
  });

  it("says how many runs were quick ones, and which", () => {
    expect(page).not.toContain("quick");
    const quick = render([entry, { ...entry, command: `${entry.command} --quick` }]);
    expect(quick).toContain("1 quick run of 2");
    expect(quick.match(/, a quick run/g)).toHaveLength(1);
  });

  it("names the files left out, has no date, loads nothing, and is the same bytes again", () => {
    expect(document.querySelector("#left-out")?.parentElement?.textContent).toContain(
      "x/result.json: not JSON",
    );
    expect(page).not.toMatch(
      /<(script|link|iframe|img|object|embed)\b|\bsrc=|@import|url\(|\bNaN\b|undefined/i,
    );
    expect(render([entry, { result: { ...charted(), seed: 2 } }])).toBe(page);
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("keeps to the verdict of an experiment that states no findings", () => {
    const { findings: _, charts: __, ...bare } = charted();
    expect(render([{ result: bare }])).toContain("<strong>a transition</strong>");
  });
});
