/** Plain text as the laboratory writes it ("1.5 x gamma_crit", "p = 4.2e-17") set as mathematics. */
import { type Html, html } from "./html.js";
import { exact, superscript, timesPowerOfTen } from "./numbers.js";

export interface Token {
  readonly text: string;
  readonly style: "plain" | "variable" | "subscript";
}

const letters: Record<string, string> = {
  eta: "η",
  gamma: "γ",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  sigma: "σ",
  Sigma: "Σ",
  theta: "θ",
};
const names = Object.keys(letters).join("|");
const symbol = new RegExp(
  String.raw`(?<![\p{L}_])(?:(${names}|[γησλΣ])(?:_(\p{L}+))?|(dS/dt|[SKN]|[npt](?= ?[=<>])))(?![\p{L}\d_])`,
  "gu",
);

/** Splits `text` into plain text, variables and subscripts. */
export function tokens(text: string): Token[] {
  const clean = signs(text);
  const found: Token[] = [];
  let end = 0;
  for (const match of clean.matchAll(symbol)) {
    const [whole, letter, subscript, variable] = match;
    found.push({ text: clean.slice(end, match.index), style: "plain" });
    found.push({ text: variable ?? letters[letter!] ?? letter!, style: "variable" });
    found.push({ text: subscript ?? "", style: "subscript" });
    end = match.index + whole.length;
  }
  found.push({ text: clean.slice(end), style: "plain" });
  return found.filter(({ text }) => text !== "");
}

/** `text` as HTML, escaped, with variables and subscripts. */
export const prose = (text: string): Html =>
  html`${tokens(text).map(({ text, style }) => {
    if (style === "variable") return html`<var>${text}</var>`;
    return style === "subscript" ? html`<sub>${text}</sub>` : text;
  })}`;

/** `text` without markup, for labels that only a screen reader meets. */
export const spoken = (text: string): string =>
  tokens(text)
    .map(({ text, style }) => (style === "subscript" ? ` ${text}` : text))
    .join("");

const signs = (text: string): string =>
  text
    .replace(
      /(\d)e([+-]?\d+)\b/g,
      (_, digit: string, exponent: string) => `${digit}${timesPowerOfTen(Number(exponent))}`,
    )
    .replace(/\^(-?\d+)/g, (_, exponent: string) => superscript(Number(exponent)))
    .replace(/(?<![\d.])\d{5,}(?![\d.])/g, (digits) => exact(Number(digits)))
    .replace(/(?<=\S) x (?=\S)/g, " × ")
    .replace(/(?<![\p{L}\d])x(?=\d)/gu, "×")
    .replace(/ ?\+\/- ?/g, "\u00a0±\u00a0")
    .replaceAll("<=", "≤")
    .replaceAll(">=", "≥")
    .replace(/(?<=^|[\s([])-(?=[\p{L}\d])/gu, "−")
    .replace(new RegExp(` - (?=(?:${names}|[γησλS\\d]))`, "gu"), " − ")
    .replace(/(?<=\p{L})'(?=\p{L})/gu, "’");
