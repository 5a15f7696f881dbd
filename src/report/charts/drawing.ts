/** Observable Plot drawn without a browser: options in, one SVG string out, the same bytes every time. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Html, trusted } from "../html.js";
import { tokens } from "../typography.js";

export * as Plot from "@observablehq/plot";

export interface Drawing extends Plot.PlotOptions {
  /** CSS class; with an alternative also the id, unique on its page. */
  readonly name: string;
  /** What the chart is, and what it shows, for those who cannot see it. A drawing without is an ornament. */
  readonly alternative?: { readonly title: string; readonly desc: string };
}

/** Widths at which a chart is drawn; the style sheet shows the one that fits. */
export interface Size {
  readonly kind: "wide" | "narrow";
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
}

/** The little of the DOM that is used here: the project is compiled without a browser's types. */
interface SvgElement {
  textContent: string | null;
  readonly children: { readonly length: number };
  readonly outerHTML: string;
  append(...children: SvgElement[]): void;
  prepend(...children: SvgElement[]): void;
  remove(): void;
  setAttribute(name: string, value: string): void;
  closest(selector: string): SvgElement | null;
  querySelector(selector: string): SvgElement | null;
  querySelectorAll(selector: string): Iterable<SvgElement>;
}

type Create = (tag: string) => SvgElement;

/** Class of marks whose text is a name that somebody gave, not mathematics: a goal called "gamma" stays so. */
export const literal = "literal";

/** A name on one line, without control and direction characters. */
export const named = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, "\ufffd");

const namespace = "http://www.w3.org/2000/svg";

export function draw({ name, alternative, ...options }: Drawing): Html {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const create: Create = (tag) => document.createElementNS(namespace, tag);
  const svg: SvgElement = Plot.plot({ ...options, document, className: name });
  svg.querySelector("style")?.remove();
  svg.setAttribute("xmlns", namespace);
  if (alternative === undefined) svg.setAttribute("aria-hidden", "true");
  else {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", `${name}-title`);
    svg.setAttribute("aria-describedby", `${name}-desc`);
    svg.prepend(
      ...Object.entries(alternative).map(([tag, text]) => {
        const element = create(tag);
        element.setAttribute("id", `${name}-${tag}`);
        element.textContent = text;
        return element;
      }),
    );
  }
  for (const text of svg.querySelectorAll("text, tspan")) {
    if (text.children.length === 0 && !text.closest(`.${literal}`)) typeset(text, create);
  }
  return trusted(svg.outerHTML);
}

/** Replaces "λ_max" and its like by italics and true subscripts. */
function typeset(element: SvgElement, create: Create): void {
  const pieces = tokens(element.textContent ?? "");
  if (pieces.every(({ style }) => style === "plain")) return;
  element.textContent = "";
  let lowered = false;
  for (const { text, style } of pieces) {
    const span = create("tspan");
    span.textContent = text;
    if (style === "variable") span.setAttribute("font-style", "italic");
    if (style === "subscript") {
      span.setAttribute("font-size", "75%");
      span.setAttribute("dy", "0.3em");
    } else if (lowered) span.setAttribute("dy", "-0.225em");
    lowered = style === "subscript";
    element.append(span);
  }
}
