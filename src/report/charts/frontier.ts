import type { Figure } from "../../contracts/index.js";
import type { Html } from "../html.js";
import { exact, figureText, number } from "../numbers.js";
import type { Policy, Reading } from "../reading.js";
import { spoken } from "../typography.js";
import { axisTitles, logTicks } from "./axes.js";
import { draw, Plot, type Size } from "./drawing.js";
import { spread } from "./labels.js";

const wide: Size = { kind: "wide", width: 860, height: 400, fontSize: 13 };
const narrow: Size = { kind: "narrow", width: 380, height: 380, fontSize: 11 };

type Domain = [number, number];

/** What held S against what it cost: one point a seed, the mean with both of its intervals, per policy. */
export const frontierChart = (reading: Reading): [Html, Html] => [
  drawn(reading, wide),
  drawn(reading, narrow),
];

function drawn({ policies, target, limit, ceiling }: Reading, { kind, width, height, fontSize }: Size): Html {
  const margins = {
    marginTop: 34,
    marginBottom: 50,
    marginLeft: 42,
    marginRight: kind === "wide" ? 100 : 52,
  };
  const taxes = policies.flatMap(({ ends }) => ends.map(({ tax }) => tax)).filter((tax) => tax > 0);
  const x: Domain = [Math.min(1, ...taxes) / 1.25, Math.max(1.5, ...taxes) * 1.5];
  const y: Domain = [0, ceiling * 1.04];
  return draw({
    name: `frontier-${kind}`,
    alternative: {
      title: "Ethical entropy S that a policy ends with, against its task loss",
      desc: describe(policies),
    },
    width,
    height,
    ...margins,
    style: { fontSize: `${fontSize}px` },
    x: {
      type: "log",
      domain: x,
      ticks: logTicks(x),
      tickFormat: (tax) => `×${exact(tax)}`,
      tickSize: 4,
      label: null,
    },
    y: { domain: y, ticks: 4, tickSize: 0, label: null },
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 4 }),
      Plot.rectY([0], { x1: x[0], x2: x[1], y1: target, y2: limit, fill: "var(--ink)", fillOpacity: 0.07 }),
      Plot.ruleY([target], { stroke: "var(--muted)" }),
      axisTitles("late S (nats)", "task loss, as a multiple of no alignment work", { below: 42 }),
      words(["better: down and left ↙"], { frameAnchor: "top-right", dy: -26 }),
      words([kind === "wide" ? `target ${number(target)}` : `target\n${number(target)}`], {
        x: [x[1]],
        y: [target],
        dx: 8,
        textAnchor: "start",
      }),
      policies.map((policy) => policyMarks(policy, x, y)),
      names(policies, x, {
        gap:
          (fontSize * (kind === "wide" ? 1.9 : 2.5) * y[1]) /
          (height - margins.marginTop - margins.marginBottom),
        lineWidth: kind === "wide" ? 30 : 10,
      }),
    ],
  });
}

const words = (text: string[], options: Plot.TextOptions) =>
  Plot.text(text, { fill: "var(--muted)", text, ...options });

/** Seeds faint, the mean full, and bars for its intervals as far as they lie on the chart. */
function policyMarks({ ends, look, ...policy }: Policy, x: Domain, y: Domain): Plot.Markish {
  const center = middle(policy);
  if (center === undefined) return [];
  const bar = { stroke: look.colour, strokeWidth: 1.75 };
  const [tax, entropy] = [within(policy.figure("tax"), x), within(policy.figure("entropy"), y)];
  return [
    Plot.dot(ends, {
      x: "tax",
      y: "entropy",
      symbol: look.symbol,
      r: 3.5,
      fill: look.colour,
      fillOpacity: 0.35,
      title: ({ seed, entropy, tax }) => `seed ${seed}: S ${number(entropy)} nats, task loss ×${number(tax)}`,
    }),
    entropy ? Plot.ruleX([center.tax], { ...bar, y1: entropy[0], y2: entropy[1] }) : null,
    tax ? Plot.ruleY([center.entropy], { ...bar, x1: tax[0], x2: tax[1] }) : null,
    Plot.dot([center], {
      x: "tax",
      y: "entropy",
      symbol: look.symbol,
      r: 6.5,
      fill: look.colour,
      stroke: "var(--page)",
      strokeWidth: 1.5,
    }),
  ];
}

/** Each policy's name on the side of its points that has room, with a line to them where it had to move. */
function names(
  policies: readonly Policy[],
  x: Domain,
  { gap, lineWidth }: { gap: number; lineWidth: number },
): Plot.Markish {
  const centers = policies.flatMap((policy) => {
    const center = middle(policy);
    return center ? [{ policy, ...center }] : [];
  });
  const heights = spread(
    centers.map(({ entropy }) => entropy),
    gap,
    gap,
    Number.MAX_VALUE,
  );
  return centers.map(({ policy, tax, entropy }, i) => {
    const left = Math.log(tax / x[0]) > 0.5 * Math.log(x[1] / x[0]);
    const taxes = [tax, ...(within(policy.figure("tax"), x) ?? []), ...policy.ends.map((end) => end.tax)];
    const edge = left ? Math.min(...taxes) : Math.max(...taxes);
    const height = heights[i]!;
    const { colour } = policy.look;
    return [
      Math.abs(height - entropy) > 0.75 * gap
        ? Plot.link([edge], { x1: edge, x2: edge, y1: entropy, y2: height, stroke: colour })
        : null,
      Plot.text([policy.label], {
        x: [edge],
        y: [height],
        text: [policy.label],
        dx: left ? -10 : 10,
        textAnchor: left ? "end" : "start",
        fill: colour,
        stroke: "var(--page)",
        strokeWidth: 4,
        lineWidth,
      }),
    ];
  });
}

/** An interval, cut to what the axis shows. */
function within({ lower, upper }: Figure, [low, high]: Domain): Domain | undefined {
  return lower === null || upper === null ? undefined : [Math.max(low, lower), Math.min(high, upper)];
}

function middle(policy: Pick<Policy, "figure">): { tax: number; entropy: number } | undefined {
  const [tax, entropy] = [policy.figure("tax").value, policy.figure("entropy").value];
  return tax === null || entropy === null || !(tax > 0) ? undefined : { tax, entropy };
}

function describe(policies: readonly Policy[]): string {
  const each = policies.map((policy) => {
    const [entropy, tax] = [policy.figure("entropy"), policy.figure("tax")];
    return `${spoken(policy.label)}: S ${figureText(entropy)} nats at ${figureText(tax)} times the task loss`;
  });
  return `${each.join("; ")}. Lower and further left is better.`;
}
