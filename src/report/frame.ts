/** What every page shares: one file that needs nothing else, no network and no script. */
import { type Content, html, trusted } from "./html.js";
import { paletteStyle } from "./palette.js";
import { pageStyle } from "./style.js";

export interface Frame {
  /** The heading, also the window's name. */
  readonly title: string;
  /** A line above the heading: where the page comes from. */
  readonly kicker: Content;
  /** What was found, below the heading. */
  readonly summary: Content;
  readonly sections: Content;
}

/** One HTML page. The same frame gives the same bytes. */
export const page = ({ title, kicker, summary, sections }: Frame): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · telostat</title>
<style>${trusted(paletteStyle + pageStyle)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">${kicker}</p>
<h1>${title}</h1>
${summary}
</header>
${sections}
</main>
</body>
</html>
`.markup;
