import type { ClosedLoopResult } from "../contracts/index.js";
import { entropyChart } from "./charts/entropy.js";
import { paletteStyle } from "./palette.js";
import { read } from "./reading.js";

/** The chart of S(t) as an SVG file of its own, light or dark as the reader's screen is. */
export function entropyImage(closedLoop: ClosedLoopResult): string {
  const [chart] = entropyChart(read(closedLoop));
  const style = `${paletteStyle} svg { background: var(--page); color: var(--ink); } text { white-space: pre; }`;
  return `${chart.markup.replace(">", `><style>${style}</style>`)}\n`;
}
