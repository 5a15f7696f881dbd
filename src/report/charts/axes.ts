import { Plot } from "./drawing.js";

/** The axes' names, set where they are read first: above the values, and `below` pixels under the frame. */
export const axisTitles = (y: string, x: string, below = 38): Plot.Markish[] => [
  Plot.text([y], { frameAnchor: "top-left", dx: -34, dy: -26, fill: "var(--muted)" }),
  Plot.text([x], { frameAnchor: "bottom", dy: below, fill: "var(--muted)" }),
];

/** Round numbers in the domain of a logarithmic axis, fewer of each decade the more decades there are. */
export function logTicks([low, high]: readonly [number, number]): number[] {
  const ratio = high / low;
  const steps =
    ratio < 6 ? [1, 1.2, 1.5, 2, 3, 4, 6, 8] : ratio < 60 ? [1, 2, 5] : ratio < 1e4 ? [1, 3] : [1];
  const decades = Array.from({ length: 49 }, (_, i) => 10 ** (i - 24));
  return decades
    .flatMap((decade) => steps.map((step) => step * decade))
    .filter((tick) => tick >= low && tick <= high);
}
