import type { MeasureResult, MeasureWindow } from "../../contracts/index.js";
import { windowsChart } from "../charts/windows.js";
import { type Html, html, nothing } from "../html.js";
import { count, exact, figureText, number } from "../numbers.js";
import { prose } from "../typography.js";
import { figure, fitted } from "./figure.js";

/** Windows that a picture of this width can show. */
const most = 800;

/** S(t), and the fidelity where the intended goal is known, over windows. */
export function goalWindows(result: MeasureResult): Html {
  const { windows, windowing, maximumEntropy, goals, intended } = result;
  if (windows === null || windowing === null || windows.length === 0) return nothing;
  const shown = windows.slice(-most);
  const time = windowing.by === "time";
  const over = (pick: (window: MeasureWindow) => MeasureWindow["entropy"]) =>
    shown.map((window) => {
      const { value = null, lower = null, upper = null } = pick(window) ?? {};
      const scale = time ? 1000 : 1;
      return { start: window.start * scale, end: window.end * scale, value, lower, upper };
    });
  const chart = (name: string, title: string, windows: ReturnType<typeof over>, top: number) => ({
    name,
    title,
    desc: describe(title, windows),
    windows,
    time,
    domain: [0, top * 1.04] as const,
  });
  const entropy = windowsChart({
    ...chart(
      "windows-entropy",
      "Ethical entropy S by window",
      over(({ entropy }) => entropy),
      maximumEntropy,
    ),
    y: "ethical entropy S (nats)",
    colour: "var(--policy-2)",
    guides: [{ at: maximumEntropy, label: `ln ${exact(goals)} = ${number(maximumEntropy)}` }],
  });
  const fidelity = windowsChart({
    ...chart(
      "windows-fidelity",
      "Goal fidelity by window",
      over(({ fidelity }) => fidelity),
      1,
    ),
    y: "goal fidelity, share of the intended goal",
    colour: "var(--policy-4)",
    guides: [],
  });
  return html`
<section aria-labelledby="windows">
<h2 id="windows">Do the goals move?</h2>
${figure(fitted(entropy), caption(result, shown))}
${intended === null ? nothing : figure(fitted(fidelity), "The share of the intended goal in the same windows.")}
${windowNotes(shown)}
</section>`;
}

function caption({ windowing, windows }: MeasureResult, shown: readonly MeasureWindow[]): string {
  const { by, size } = windowing!;
  const gaps = shown.filter(({ entropy }) => entropy === null).length;
  const left = windows!.length - shown.length;
  return [
    `Each step is a window of ${by === "time" ? duration(size) : count(size, "observation")}, its band the interval.`,
    gaps === 0 ? "" : `Grey: ${count(gaps, "window")} with no or too few observations.`,
    left === 0
      ? ""
      : `The last ${exact(shown.length)} windows are drawn, not the ${exact(left)} before; --json lists all.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function windowNotes(windows: readonly MeasureWindow[]): Html {
  const noted = windows.filter(({ notes }) => notes.length > 0);
  return noted.length === 0
    ? nothing
    : html`
<details><summary>${count(noted.length, "window")} with a note</summary>
<ul>${noted.map(({ label, notes }) => html`<li>${label}: ${prose(notes.join(" "))}</li>`)}</ul></details>`;
}

/** "90 s", "15 min", "6 h", "2 d". */
function duration(seconds: number): string {
  const [size, name] = (
    [
      [86_400, "d"],
      [3600, "h"],
      [60, "min"],
    ] as const
  ).find(([size]) => seconds >= size && seconds % size === 0) ?? [1, "s"];
  return `${exact(seconds / size)}\u00a0${name}`;
}

function describe(
  title: string,
  windows: readonly { value: number | null; lower: number | null; upper: number | null }[],
) {
  const known = windows.filter(({ value }) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  return first && last
    ? `${title}: ${figureText(first)} in the first, ${figureText(last)} in the last of ${count(known.length, "window")} with an estimate.`
    : "No window has an estimate.";
}
