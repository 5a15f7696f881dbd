/** Markup that is safe to print: only `html` and `trusted` make it. */
export class Html {
  constructor(readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

export type Content = Html | string | readonly Content[];

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * A tagged template that escapes what it is given; `Html` passes as it is, lists are joined.
 * Numbers are refused: ./numbers.ts says how one reads.
 */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Html {
  const rest = contents.map((content, i) => render(content) + strings[i + 1]);
  return new Html(strings[0] + rest.join(""));
}

/** Markup made by a program we trust, such as a drawn chart. */
export const trusted = (markup: string): Html => new Html(markup);

/** Prints nothing. */
export const nothing = trusted("");

function render(content: Content): string {
  if (content instanceof Html) return content.markup;
  if (typeof content === "string") return content.replace(/[&<>"']/g, (character) => entities[character]!);
  if (Array.isArray(content)) return content.map(render).join("");
  throw new RangeError(`expected markup, text or a list of them, got ${String(content)}`);
}
