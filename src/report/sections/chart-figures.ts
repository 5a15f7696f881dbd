/** The charts that an experiment gave as data, each with its key and caption. */
import type { Chart } from "../../contracts/index.js";
import { type DrawnPanel, type DrawOptions, drawChart, looksOf } from "../charts/chart.js";
import { type Html, html, nothing } from "../html.js";
import { prose } from "../typography.js";
import { figure, fitted, panels } from "./figure.js";
import { seriesKey } from "./policy-key.js";

export const chartFigures = (charts: readonly Chart[]): Html =>
  html`${charts.map(
    (chart) => html`
<section aria-labelledby="${chartAnchor(chart.id)}">
<h2 id="${chartAnchor(chart.id)}">${prose(chart.title)}</h2>
${chartFigure(chart)}
</section>`,
  )}`;

/** Where a chart stands on its page. */
export const chartAnchor = (id: string): string => `chart-${id}`;

export function chartFigure(chart: Chart, options: DrawOptions = {}): Html {
  const drawn = drawChart(chart, options);
  const looks = looksOf(chart);
  const key =
    looks.length < 2
      ? nothing
      : seriesKey(chart.series.map((label, i) => ({ label, look: looks[i]!, mark: markOf(chart, i) })));
  const [first, ...others] = drawn.panels;
  const body =
    first?.drawings.length === 2
      ? alone(first)
      : panels(drawn.panels.map(sideBySide), others.length === 0 ? "panels single" : "panels");
  return html`${key}${figure(body, [chart.caption, ...drawn.notes].join(" "))}`;
}

const alone = ({ title, drawings }: DrawnPanel): Html => html`
${title === undefined ? nothing : html`<h3>${prose(title)}</h3>`}${fitted(drawings as [Html, Html])}`;

const sideBySide = ({ title = "", drawings: [chart] }: DrawnPanel) => ({ title, chart });

const markOf = ({ mark, lines = [] }: Chart, i: number) =>
  mark === "points" && lines.includes(i) ? "bare line" : mark;
