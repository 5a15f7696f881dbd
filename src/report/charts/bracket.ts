/** The bracket of lambda_max against the number of gradient samples: how it closes. */
import type { Html } from "../html.js";
import { exact, number } from "../numbers.js";
import { axisTitles, logTicks } from "./axes.js";
import { draw, Plot, type Size } from "./drawing.js";
import { sideLabels } from "./labels.js";
import { logRange } from "./line-panel.js";

export interface BracketAt {
  readonly samples: number;
  readonly lower: number;
  readonly upper: number;
}

const sizes: readonly (Size & { readonly right: number; readonly lineWidth: number })[] = [
  { kind: "wide", width: 860, height: 360, fontSize: 13, right: 172, lineWidth: 16 },
  { kind: "narrow", width: 380, height: 300, fontSize: 11, right: 80, lineWidth: 6 },
];

/** @param settled Samples at which the ends would meet closely enough, where that can be told. */
export const bracketChart = (growth: readonly BracketAt[], settled: number | null): [Html, Html] =>
  sizes.map((size) => drawn(growth, settled, size)) as [Html, Html];

function drawn(growth: readonly BracketAt[], settled: number | null, size: (typeof sizes)[number]): Html {
  const { kind, width, height, fontSize, right } = size;
  const margins = { marginTop: 34, marginBottom: 44, marginLeft: 58, marginRight: right };
  const counts = growth.map(({ samples }) => samples);
  const [first, last] = [counts[0] ?? 2, counts.at(-1) ?? 3];
  // Far beyond the data the place where it settles would squeeze what was measured.
  const shown = settled !== null && settled > last && settled <= last * 20 ? settled : null;
  const x: [number, number] = [first, Math.max(first * 1.5, (shown ?? last) * (shown === null ? 1 : 1.15))];
  const y = logRange(growth.flatMap(({ lower, upper }) => [lower, upper]));
  const on = (value: number): number => Math.min(y[1], Math.max(y[0], value));
  const frame = {
    width: width - margins.marginLeft - margins.marginRight,
    height: height - margins.marginTop - margins.marginBottom,
    start: x[0],
    end: x[1],
    logX: true,
    domain: y,
    log: true,
  };
  const end = growth.at(-1);
  const line = (of: (at: BracketAt) => number, colour: string, dash: string, symbol: Plot.SymbolType) => [
    Plot.line(growth, {
      x: "samples",
      y: (at: BracketAt) => on(of(at)),
      stroke: colour,
      strokeWidth: 2.25,
      strokeDasharray: dash,
    }),
    Plot.dot(growth, { x: "samples", y: (at: BracketAt) => on(of(at)), symbol, r: 3.5, fill: colour }),
  ];
  return draw({
    name: `bracket-${kind}`,
    alternative: {
      title: "Both ends of the bracket of λ max against the number of samples",
      desc: growth
        .map(({ samples, lower, upper }) => `${exact(samples)}: ${number(lower)} to ${number(upper)}`)
        .join("; "),
    },
    width,
    height,
    ...margins,
    style: { fontSize: `${fontSize}px` },
    x: { type: "log", domain: x, ticks: logTicks(x), tickFormat: exact, tickSize: 4, label: null },
    y: { type: "log", domain: y, ticks: logTicks(y), tickFormat: exact, tickSize: 0, label: null },
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: logTicks(y) }),
      axisTitles("λ_max", "gradient samples"),
      Plot.areaY(growth, {
        x: "samples",
        y1: ({ lower }) => on(lower),
        y2: ({ upper }) => on(upper),
        fill: "var(--ink)",
        fillOpacity: 0.08,
      }),
      shown === null
        ? null
        : [
            Plot.ruleX([shown], { stroke: "var(--muted)", strokeDasharray: "2 3" }),
            Plot.text([`settled: about ${exact(shown)}`], {
              x: [shown],
              frameAnchor: "top",
              textAnchor: "end",
              dx: -5,
              dy: 8,
              fill: "var(--muted)",
            }),
          ],
      line(({ upper }) => upper, "var(--policy-1)", "9 4", "square"),
      line(({ lower }) => lower, "var(--policy-2)", "none", "circle"),
      end
        ? sideLabels(
            [
              { text: "top sample eigenvalue", at: on(end.upper), colour: "var(--policy-1)" },
              { text: "two-half lower end", at: on(end.lower), colour: "var(--policy-2)" },
            ],
            frame,
            fontSize * (kind === "wide" ? 1.35 : 3.4),
            size.lineWidth,
          )
        : null,
    ],
  });
}
