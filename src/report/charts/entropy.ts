import type { Html } from "../html.js";
import { count, number } from "../numbers.js";
import { alarms, type Policy, type Reading } from "../reading.js";
import { spoken } from "../typography.js";
import { axisTitles } from "./axes.js";
import { draw, Plot, type Size } from "./drawing.js";
import { type Frame, type Label, sideLabels } from "./labels.js";

const wide: Size = { kind: "wide", width: 860, height: 430, fontSize: 13 };
const narrow: Size = { kind: "narrow", width: 380, height: 330, fontSize: 11 };

/** S(t) of every policy with its 95% band over seeds, against the target and the ceiling ln K. */
export const entropyChart = (reading: Reading): [Html, Html] => [
  drawn(reading, wide),
  drawn(reading, narrow),
];

function drawn(reading: Reading, { kind, width, height, fontSize }: Size): Html {
  const { policies, target, limit, ceiling, seeds } = reading;
  const top = ceiling * 1.04;
  const margins = {
    marginTop: 34,
    marginBottom: 44,
    marginLeft: 42,
    marginRight: kind === "wide" ? 216 : 124,
  };
  const end = Math.max(1, ...policies.flatMap(({ points }) => points.map(({ step }) => step)));
  const clamp = (value: number): number => Math.min(ceiling, Math.max(0, value));
  const frame: Frame = {
    end,
    width: width - margins.marginLeft - margins.marginRight,
    domain: [0, top],
    height: height - margins.marginTop - margins.marginBottom,
  };

  return draw({
    name: `entropy-${kind}`,
    alternative: {
      title: "Ethical entropy S against training steps, one line per policy",
      desc: describe(reading),
    },
    width,
    height,
    ...margins,
    style: { fontSize: `${fontSize}px` },
    x: { label: null, ticks: kind === "wide" ? 10 : 4, tickSize: 4, domain: [0, end] },
    y: { domain: [0, top], ticks: 4, tickSize: 0, label: null },
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 4 }),
      Plot.rectY([0], { x1: 0, x2: end, y1: target, y2: limit, fill: "var(--ink)", fillOpacity: 0.07 }),
      Plot.ruleY([target, ceiling], { stroke: "var(--muted)", x1: 0, x2: end }),
      axisTitles("ethical entropy S (nats)", "training step on the proxy objective"),
      policies.flatMap(({ points, look }) => [
        seeds > 1
          ? Plot.areaY(points, {
              x: "step",
              y1: ({ entropy }) => clamp(entropy.lower),
              y2: ({ entropy }) => clamp(entropy.upper),
              fill: look.colour,
              fillOpacity: 0.16,
            })
          : null,
        Plot.line(points, {
          x: "step",
          y: ({ entropy }) => entropy.value,
          stroke: look.colour,
          strokeWidth: 2.25,
          strokeDasharray: look.dash,
        }),
        Plot.dot(points.slice(-1), {
          x: "step",
          y: ({ entropy }) => entropy.value,
          symbol: look.symbol,
          fill: look.colour,
          r: 4.5,
        }),
      ]),
      kind === "wide" ? policies.map(alarmMark) : null,
      sideLabels(
        labels(reading),
        frame,
        fontSize * (kind === "wide" ? 1.35 : 2.3),
        kind === "wide" ? 30 : 8.5,
      ),
    ],
  });
}

function alarmMark(policy: Policy): Plot.Markish {
  const alarm = alarms(policy);
  if (alarm === undefined || alarm.raised * 2 < policy.ends.length) return [];
  const at = policy.points.filter(({ step }) => step <= alarm.median).at(-1);
  if (at === undefined) return [];
  const position = { x: "step", y: (point: typeof at) => point.entropy.value };
  return [
    Plot.dot([at], { ...position, r: 7, stroke: policy.look.colour, strokeWidth: 1.75 }),
    Plot.text([at], {
      ...position,
      text: [`alarm, step ${alarm.median}`],
      dx: 13,
      textAnchor: "start",
      fill: policy.look.colour,
      stroke: "var(--page)",
      strokeWidth: 4,
    }),
  ];
}

const labels = ({ policies, target, ceiling, goals }: Reading): Label[] => [
  { text: `ln ${goals} = ${number(ceiling)}, evenly spread`, at: ceiling, colour: "var(--muted)" },
  { text: `target ${number(target)}`, at: target, colour: "var(--muted)" },
  ...policies.flatMap(({ points, label, look }) => {
    const last = points.at(-1);
    return last ? [{ text: label, at: last.entropy.value, colour: look.colour }] : [];
  }),
];

function describe({ policies, target, ceiling, seeds }: Reading): string {
  const ends = policies.flatMap(({ points, label }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first && last
      ? [`${spoken(label)}: from ${number(first.entropy.value)} to ${number(last.entropy.value)} nats`]
      : [];
  });
  return `${ends.join("; ")}. Target ${number(target)}, ceiling ${number(ceiling)} nats. Means over ${count(seeds, "seed")}.`;
}
