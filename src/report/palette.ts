/**
 * One look per policy, or other series, on every chart: a colour, a dash and a marker, any of which tells it apart.
 *
 * Colours are Okabe and Ito's vermillion, blue, reddish purple and bluish green (jfly.uni-koeln.de/color), moved in
 * lightness until each reads as text (contrast at least 4.5 on the page) and the nearest pair stays apart by at least
 * 18 CIELAB units under simulated protan, deutan and tritan vision (Machado et al. 2009). A fifth is the ink. Five more
 * have the same colours with hollow markers and other dashes; an eleventh repeats the first.
 */
import type { Plot } from "./charts/drawing.js";

export interface PolicyLook {
  /** A CSS colour that follows light and dark. */
  readonly colour: string;
  readonly dash: string;
  readonly symbol: Plot.SymbolType;
  /** Markers are outlines. */
  readonly hollow?: boolean;
}

const filled: readonly PolicyLook[] = [
  { colour: "var(--policy-1)", dash: "none", symbol: "circle" },
  { colour: "var(--policy-2)", dash: "9 4", symbol: "square" },
  { colour: "var(--policy-3)", dash: "2 4", symbol: "triangle" },
  { colour: "var(--policy-4)", dash: "10 4 2 4", symbol: "diamond" },
  { colour: "var(--ink)", dash: "5 3", symbol: "star" },
];

const otherDashes = ["14 3", "3 3", "7 3 2 3", "14 3 2 3 2 3", "1 4"];
const looks: readonly PolicyLook[] = [
  ...filled,
  ...filled.map((look, i) => ({ ...look, dash: otherDashes[i]!, hollow: true })),
];

/** Fill of a marker. */
export const markerFill = ({ colour, hollow }: PolicyLook): string => (hollow ? "var(--page)" : colour);

export const lookOf = (index: number): PolicyLook => looks[index % looks.length]!;

const light = `
  --page: #fdfdfc; --surface: #f4f4f1; --ink: #1c2126; --muted: #59626b; --line: #d9dbd8; --link: #0b55a5;
  --policy-1: #ad3500; --policy-2: #0b55a5; --policy-3: #ad5596; --policy-4: #0f8159;
  --good: #0b6b49; --warn: #8a5200; --bad: #a32b12; --plain: #4b545c;`;

const dark = `
  --page: #15181c; --surface: #1e2328; --ink: #e6e8ea; --muted: #a3acb5; --line: #353c43; --link: #8ab8ff;
  --policy-1: #f0923c; --policy-2: #69a2fb; --policy-3: #dba3cb; --policy-4: #45e0ae;
  --good: #45e0ae; --warn: #f2b45a; --bad: #ff9c85; --plain: #b4bcc4;`;

/** Colours by name; printing is always light. */
export const paletteStyle = `
:root { color-scheme: light dark; ${light} }
@media screen and (prefers-color-scheme: dark) { :root { ${dark} } }`;
