/** The bracket of lambda_max against the number of gradient samples: how it closes. */
import type { Html } from "../html.js";
import { exact, number } from "../numbers.js";
import { type Axis, logRange, placeOn } from "./axes.js";
import { Plot } from "./drawing.js";
import { sideLabels } from "./labels.js";
import { type FittedLayout, fittedLayouts, frameOf, panel } from "./panel.js";

export interface BracketAt {
  readonly samples: number;
  readonly lower: number;
  readonly upper: number;
}

const layouts = fittedLayouts({ heights: [360, 300], left: 58, right: [172, 80] });

/** @param settled Samples at which the ends would meet closely enough, where that can be told. */
export const bracketChart = (growth: readonly BracketAt[], settled: number | null): [Html, Html] =>
  layouts.map((layout) => drawn(growth, settled, layout)) as [Html, Html];

function drawn(growth: readonly BracketAt[], settled: number | null, layout: FittedLayout): Html {
  const { kind, fontSize } = layout;
  const counts = growth.map(({ samples }) => samples);
  const [first, last] = [counts[0] ?? 2, counts.at(-1) ?? 3];
  // Far beyond the data the place where it settles would squeeze what was measured.
  const shown = settled !== null && settled > last && settled <= last * 20 ? settled : null;
  const x: Axis = {
    label: "gradient samples",
    domain: [first, Math.max(first * 1.5, (shown ?? last) * (shown === null ? 1 : 1.15))],
    log: true,
  };
  const y: Axis = {
    label: "λ_max",
    domain: logRange(growth.flatMap(({ lower, upper }) => [lower, upper])),
    log: true,
  };
  const on = placeOn(y);
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
  return panel({
    name: `bracket-${kind}`,
    title: "Both ends of the bracket of λ max against the number of samples",
    desc: growth
      .map(({ samples, lower, upper }) => `${exact(samples)}: ${number(lower)} to ${number(upper)}`)
      .join("; "),
    layout,
    x,
    y,
    marks: [
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
            frameOf(layout, x, y),
            fontSize * (kind === "wide" ? 1.35 : 3.4),
            kind === "wide" ? 16 : 6,
          )
        : null,
    ],
  });
}
