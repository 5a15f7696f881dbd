/** Said against found: how often something happened, by the probability that was given to it. */
import type { Html } from "../html.js";
import { number } from "../numbers.js";
import { axisTitles } from "./axes.js";
import { draw, Plot } from "./drawing.js";

export interface ReliabilityPoint {
  /** Mean probability given, and the share that came true. */
  readonly said: number;
  readonly found: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Judgements; the area of the dot. */
  readonly judgements: number;
}

export function reliabilityChart(name: string, title: string, points: readonly ReliabilityPoint[]): Html {
  const within = points.filter(({ lower, upper }) => lower !== null && upper !== null);
  const most = Math.max(1, ...points.map(({ judgements }) => judgements));
  const percent = (share: number): string => `${Math.round(100 * share)}%`;
  return draw({
    name,
    alternative: {
      title,
      desc: points.map(({ said, found }) => `said ${number(said)}, found ${number(found)}`).join("; "),
    },
    width: 420,
    height: 400,
    marginTop: 34,
    marginBottom: 44,
    marginLeft: 48,
    marginRight: 12,
    style: { fontSize: "12.5px" },
    x: { domain: [0, 1], ticks: 5, tickSize: 4, tickFormat: percent, label: null },
    y: { domain: [0, 1], ticks: 5, tickSize: 0, tickFormat: percent, label: null },
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      Plot.link([0], { x1: 0, x2: 1, y1: 0, y2: 1, stroke: "var(--muted)" }),
      Plot.ruleX(within, {
        x: "said",
        y1: "lower",
        y2: "upper",
        stroke: "var(--policy-2)",
        strokeWidth: 1.75,
      }),
      Plot.dot(points, {
        x: "said",
        y: "found",
        r: ({ judgements }: ReliabilityPoint) => 2.5 + 7 * Math.sqrt(judgements / most),
        fill: "var(--policy-2)",
        fillOpacity: 0.85,
        title: ({ said, found, judgements }: ReliabilityPoint) =>
          `said ${number(said)}, found ${number(found)}, ${judgements} judgements`,
      }),
      axisTitles("share that was right", "probability given to the first candidate"),
    ],
    r: { type: "identity" },
  });
}
