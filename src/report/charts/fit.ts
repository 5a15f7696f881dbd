/** Makes room in a layout for what its axes say: the numbers and names beside and below the frame. */
import { ticks as roundTicks } from "d3-array";
import { exact } from "../numbers.js";
import { textWidth } from "./annotations.js";
import { type Axis, ticksOf } from "./axes.js";
import type { Layout } from "./panel.js";

export interface Fitted {
  readonly layout: Layout;
  readonly x: Axis;
  readonly y: Axis;
}

/** @param abreast How many series stand side by side in a category. */
export function fit(layout: Layout, x: Axis, y: Axis, abreast: number): Fitted {
  const rows = fitRows(layout, y, abreast);
  const { layout: wide, axis } = fitColumns(rows.layout, x);
  return { layout: wide, x: axis, y: rows.axis };
}

/** The left margin from the widest number or name; a row for each category. */
function fitRows(layout: Layout, axis: Axis, abreast: number): { layout: Layout; axis: Axis } {
  const { fontSize, margins, width, titles } = layout;
  if (axis.categories) {
    const most = Math.floor((0.36 * width) / textWidth("n", fontSize));
    const categories = axis.categories.map((name) => wrap(name, most));
    const left = 14 + widest(categories, fontSize);
    const lines = Math.max(1, ...categories.map((name) => name.split("\n").length));
    const row = Math.max(lines * fontSize * 1.25, abreast * 11) + 10;
    const marginTop = axis.label === "" ? 8 : margins.marginTop;
    const height = marginTop + margins.marginBottom + Math.max(60, row * categories.length);
    const rows = { ...layout, height, margins: { ...margins, marginTop } };
    return { layout: withLeft(rows, left), axis: { ...axis, categories } };
  }
  const at = ticksOf(axis);
  const ticks = typeof at === "number" ? roundTicks(...axis.domain, at) : at;
  const format = (axis.format ?? exact) as (value: number) => string;
  const left = 14 + widest(ticks.map(format), fontSize);
  return { layout: left > margins.marginLeft ? withLeft({ ...layout, titles }, left) : layout, axis };
}

const withLeft = (layout: Layout, left: number): Layout => {
  const { margins, titles } = layout;
  const moved = titles.dx - (left - margins.marginLeft);
  return { ...layout, margins: { ...margins, marginLeft: left }, titles: { ...titles, dx: moved } };
};

/** Names of categories broken into lines where they fit so, else slanted. */
function fitColumns(layout: Layout, axis: Axis): { layout: Layout; axis: Axis } {
  if (!axis.categories) return { layout, axis };
  const { fontSize, margins, titles, width, height } = layout;
  const room = (width - margins.marginLeft - margins.marginRight) / axis.categories.length;
  const wrapped = axis.categories.map((name) =>
    wrap(name, Math.floor((room - 4) / textWidth("n", fontSize))),
  );
  const fits = widest(wrapped, fontSize) <= room;
  const lines = Math.max(1, ...wrapped.map((name) => name.split("\n").length));
  const extra = fits ? (lines - 1) * fontSize * 1.1 : 0.55 * widest(axis.categories, fontSize);
  return {
    layout: {
      ...layout,
      height: height + extra,
      margins: { ...margins, marginBottom: margins.marginBottom + extra },
      titles: { ...titles, below: titles.below + extra },
    },
    axis: fits ? { ...axis, categories: wrapped } : { ...axis, slanted: true },
  };
}

const widest = (texts: readonly string[], fontSize: number): number =>
  Math.max(0, ...texts.flatMap((text) => text.split("\n").map((line) => textWidth(line, fontSize))));

/** Lines of at most `most` characters, broken at spaces; a longer word stays whole. */
function wrap(text: string, most: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}
