import { describe, expect, it } from "vitest";
import {
  type ClosedLoopResult,
  closedLoopResultSchema,
  type Figure,
  type ReproduceResult,
  reproduceResultSchema,
} from "../contracts/index.js";
import { entropyImage, renderReport } from "./index.js";

interface Course {
  /** Late S, its half interval, and the task loss. */
  readonly entropy: number;
  readonly half?: number;
  readonly taskLoss: number;
  readonly alarmStep?: number;
  readonly label?: string;
}

interface Run {
  readonly courses: Record<string, Course>;
  readonly verdict?: string;
  readonly seeds?: number;
  readonly spectrum?: boolean;
}

const drifted: Course = { entropy: 1.5, half: 0.01, taskLoss: 0.05, alarmStep: 25 };
const held: Course = { entropy: 0.45, half: 0.02, taskLoss: 1.2 };
const courses: Record<string, Course> = {
  none: drifted,
  critical_start: held,
  critical_reestimated: { entropy: 0.15, half: 0.06, taskLoss: 6 },
  feedback: { entropy: 0.46, half: 0.005, taskLoss: 0.6 },
};

/** A closed-loop result that ends as told: target 0.464, limit 0.514, five goals. */
function closedLoop({
  courses,
  verdict = "rule-overpays",
  seeds = 4,
  spectrum = true,
}: Run): ClosedLoopResult {
  const summary: Record<string, Figure> = {};
  const around = (value: number, half: number) => ({ value, lower: value - half, upper: value + half });
  const series = Object.entries(courses).map(
    ([policy, { entropy, half = 0, taskLoss, alarmStep, label }]) => {
      const figure = (value: number | null, half: number): Figure =>
        value === null || seeds === 1 ? { value, lower: null, upper: null } : around(value, half);
      const tax = taskLoss / (courses.none?.taskLoss ?? 1);
      summary[`entropy_${policy}`] = figure(entropy, half);
      summary[`swing_${policy}`] = figure(policy === "critical_reestimated" ? 0.4 : 0.05, 0.01);
      summary[`lambda_max_${policy}`] = figure(spectrum ? 4 : null, 0.3);
      summary[`gamma_${policy}`] = figure(policy === "none" ? 0 : 0.8, policy === "none" ? 0 : 0.05);
      summary[`task_loss_${policy}`] = figure(taskLoss, 0.1 * taskLoss);
      summary[`tax_${policy}`] = figure(tax, policy === "none" ? 0 : 0.1 * tax);
      summary[`fidelity_${policy}`] = figure(1 - entropy / 2, 0.01);
      return {
        policy,
        label: label ?? policy.replace("critical_", "critical, λ_max "),
        points: Array.from({ length: 11 }, (_, i) => {
          const now = entropy + (0.02 - entropy) * Math.exp(-i);
          return {
            step: 100 * i,
            entropy: around(now, half),
            fidelity: around(1 - now / 2, half),
            gamma: around(policy === "none" ? 0 : 0.8, 0),
            lambdaMax: spectrum ? around(i === 0 ? 0.12 : 4, 0.3) : null,
            criticalWork: spectrum ? around(i === 0 ? 0.55 : 18.3, 1.4) : null,
          };
        }),
        ends: Array.from({ length: seeds }, (_, i) => ({
          seed: 4e9 + i,
          entropy: entropy * (1 + 0.01 * i),
          fidelity: 1 - entropy / 2,
          taskLoss,
          tax,
          alarmStep: alarmStep ?? null,
        })),
      };
    },
  );
  const parameters = { seeds, target: 0.464, tolerance: 0.05, goals: 5, margin: 1.5, parameterCount: 9610 };
  return closedLoopResultSchema.parse({
    experiment: "closed-loop",
    version: "1",
    seed: 1,
    parameters: { ...parameters, proxyAgreement: [0.3, 0.9], unset: null },
    question: "Does alignment work hold S, and is 1.5 x gamma_crit right?",
    rule: "A policy holds S when the upper end is at most target + tolerance.",
    summary,
    verdict,
    why: "as the numbers say",
    series,
  });
}

const claim = (verdict: string, claim = "S drifts", value = 1.58) => ({
  id: verdict,
  claim,
  paper: "1.69 +/- 1.08",
  measured: {
    value,
    lower: 1.16,
    upper: 2,
    level: 0.95,
    method: "Student t",
    n: 20,
    covers: "simulated trials",
  },
  verdict,
  why: "gamma exceeds sigma",
});

const reproduce: ReproduceResult = reproduceResultSchema.parse({
  experiment: "reproduce",
  version: "1",
  seed: 1,
  parameters: { trials: 20, parameterCount: 7e9 },
  claims: ["reproduced", "artefact", "inconsistent", "refuted"].map((verdict) => claim(verdict)),
});

const generated = { version: "0.1.0", command: "telostat demo --seed 1" };
const render = (run: Run, audit = reproduce): string =>
  renderReport({ closedLoop: closedLoop(run), reproduce: audit, generated });

/** What a reader sees: the page without its head, its markup and its hidden descriptions. */
const words = (page: string): string =>
  page
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ");
const heading = (page: string): string => /<h1>(.*?)<\/h1>/.exec(page)![1]!;
const finding = (page: string): string => words(/<header>(.*?)<\/header>/s.exec(page)![1]!);

describe("the page", () => {
  const page = render({ courses });

  it("has every part, in order", () => {
    const titles = [...page.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      "Key figures",
      "Do the goals stay together?",
      "How much work is applied, and how much does the formula ask for?",
      "What does the task pay?",
      "The figures",
      "The paper’s claims",
      "What the numbers mean",
      "How this was measured",
      "Limits",
    ]);
    expect(page.match(/<svg[^>]*role="img"/g)).toHaveLength(2 + 4 + 2);
    for (const verdict of ["reproduced", "artefact", "inconsistent", "refuted"]) {
      expect(page).toMatch(new RegExp(`class="badge \\w+"><span[^>]*>.</span> ${verdict}<`));
    }
  });

  it("loads nothing and runs nothing", () => {
    expect(page).not.toMatch(/<(script|link|iframe|img|object|embed)\b|\bsrc=|@import|url\(|\son\w+=/i);
    expect(
      [...page.matchAll(/https?:\/\/[^"< ]*/g)].map(([url]) => url).filter((url) => !url.includes("w3.org")),
    ).toEqual(["https://arxiv.org/abs/2511.10704"]);
  });

  it("is the same bytes for the same data", () => {
    expect(render({ courses })).toBe(page);
  });

  it("has no two elements of one id", () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("shows numbers as people read them", () => {
    expect(words(page)).toContain("N = 9,610 parameters");
    expect(words(page)).toContain("0.450 [0.430, 0.470]");
    expect(words(page)).toContain("1.69 ± 1.08");
  });

  it("names every policy in the same colour wherever it is drawn", () => {
    for (const chart of ["entropy-wide", "entropy-narrow", "frontier-wide", "frontier-narrow"]) {
      const svg = new RegExp(`<svg[^>]*class="${chart}".*?</svg>`, "s").exec(page)![0];
      for (const colour of [1, 2, 3, 4]) expect(svg).toContain(`var(--policy-${colour})`);
    }
    expect(/class="work-feedback".*?<\/svg>/s.exec(page)![0]).toMatch(/var\(--policy-4\)/);
    expect(/class="work-feedback".*?<\/svg>/s.exec(page)![0]).not.toMatch(/var\(--policy-[123]\)/);
  });

  it("escapes what it is given", () => {
    const hostile = `<script>alert("x")</script>`;
    const loop = closedLoop({
      courses: { ...courses, [hostile]: { ...held, label: hostile } },
      verdict: hostile,
    });
    const page = renderReport({
      closedLoop: {
        ...loop,
        question: hostile,
        why: hostile,
        parameters: { ...loop.parameters, [hostile]: hostile },
      },
      reproduce: {
        ...reproduce,
        claims: reproduceResultSchema.parse({ ...reproduce, claims: [claim("refuted", hostile)] }).claims,
      },
      generated: { version: hostile, command: hostile, machine: hostile },
    });
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;");
  });

  it("names the parameter that is missing", () => {
    const loop = closedLoop({ courses });
    const parameters = { ...loop.parameters, target: null };
    expect(() => renderReport({ closedLoop: { ...loop, parameters }, reproduce, generated })).toThrow(
      "closed-loop parameters.target: expected a finite number, got null",
    );
  });
});

describe("no page prints a value that is none", () => {
  it.each<[string, Run]>([
    ["four seeds", { courses }],
    ["one seed", { courses, seeds: 1, verdict: "undecided" }],
    ["no spectrum", { courses, spectrum: false }],
    ["one seed without a spectrum", { courses, seeds: 1, spectrum: false }],
    ["no baseline", { courses: { feedback: held } }],
    ["only the baseline", { courses: { none: drifted } }],
    ["no policies", { courses: {} }],
    ["intervals beyond every axis", { courses: { ...courses, feedback: { ...held, half: 40 } } }],
  ])("%s", (_, run) => {
    const page = render(run);
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(page.replace(/<[^>]*>/g, " ")).not.toMatch(/\bnull\b/);
  });

  it("says what was not measured", () => {
    expect(words(render({ courses, spectrum: false }))).toContain("not measured");
    expect(words(render({ courses, seeds: 1 }))).toContain("no interval");
  });
});

describe("the words follow the numbers", () => {
  it.each([
    ["no-drift", "stayed put"],
    ["rule-fails", "did not hold"],
    ["rule-overpays", "at a higher price than feedback"],
    ["rule-holds", "at no clearly higher price than feedback"],
    ["undecided", "These 4 seeds do not decide"],
    ["a new verdict", "Verdict: a new verdict"],
  ])("verdict %s: %s", (verdict, title) => {
    expect(heading(render({ courses, verdict }))).toContain(title);
  });

  it("when the goals spread", () => {
    const text = finding(render({ courses }));
    expect(text).toContain(
      "the network’s goals spread: its ethical entropy S rose from 0.020 to 1.50 nats, of at most ln 5 = 1.61",
    );
    expect(text).toContain("held S at 0.450 nats for 24.0 times the task loss without work");
    expect(text).toContain("held S at 0.150 nats on average, swinging by 0.400 nats, for 120 times");
    expect(text).toContain("2.00 times with λmax start and 10.0 times with λmax reestimated");
    expect(text).toContain("The work that held S was γ = 0.800 [0.750, 0.850]; γcrit read 0.550");
    expect(text).toContain("depends on when λmax is measured");
  });

  it("when they stay together without work", () => {
    const text = finding(
      render({ courses: { ...courses, none: { ...held, entropy: 0.01 } }, verdict: "no-drift" }),
    );
    expect(text).toContain("Even without alignment work the network’s goals stayed together");
    expect(text).toContain("S fell from 0.020 to 0.010 nats");
  });

  it("when the rule and feedback fail", () => {
    const text = finding(
      render({ courses: { ...courses, critical_start: drifted, feedback: drifted }, verdict: "rule-fails" }),
    );
    expect(text).toContain(
      "with λmax start let S settle at 1.50 nats, above the limit of 0.514, for 1.00 times",
    );
    expect(text).toContain("Feedback worked with γ = 0.800");
  });

  it("when the interval spans the limit", () => {
    const page = render({
      courses: { ...courses, critical_start: { ...held, half: 0.2 } },
      verdict: "undecided",
    });
    expect(finding(page)).toContain(
      "left S at 0.450 nats (the limit of 0.514 lies within the interval over seeds)",
    );
  });

  it("when there is one seed", () => {
    const page = render({ courses, seeds: 1, verdict: "undecided" });
    expect(heading(page)).toBe("One seed does not decide whether the paper’s rule holds the network’s goals");
    expect(finding(page)).toContain("(undecided: one seed has no interval)");
    expect(page).not.toContain('aria-label="area"');
  });

  it("when a policy never alarms", () => {
    expect(words(render({ courses }))).toContain("none 0 of 4");
    expect(words(render({ courses }))).toContain("25 4 of 4");
  });
});

describe("the image of S(t)", () => {
  it("stands alone, in light and dark", () => {
    const image = entropyImage(closedLoop({ courses }));
    expect(image).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*><style>/);
    for (const [, name] of image.matchAll(/var\((--[\w-]+)\)/g)) expect(image).toContain(`${name}:`);
    expect(image).toContain("prefers-color-scheme: dark");
  });
});
