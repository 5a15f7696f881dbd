/**
 * How a number reads: three significant digits (two below 0.1), thousands separated, a true minus sign, powers of ten
 * beyond [10^-3, 10^6), and words where nothing was measured.
 */
import type { Figure } from "../contracts/index.js";
import { type Html, html } from "./html.js";

export const notMeasured = "not measured";

const superscripts = Object.fromEntries([..."-0123456789"].map((c, i) => [c, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[i]!]));

export const superscript = (exponent: number): string =>
  String(exponent).replace(/./g, (c) => superscripts[c]!);

/** " × 10⁻⁴", which no line break splits. */
export const timesPowerOfTen = (exponent: number): string => `\u00a0×\u00a010${superscript(exponent)}`;

/** `value` to two or three significant digits: "1.51", "9,610", "4.19 × 10⁻¹⁷". */
export const number = (value: number): string => numberLike(value, value);

/** `value` with the decimal places that the digits of `reference` need, so that an interval reads like its value. */
export function numberLike(value: number, reference: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`expected a finite number to print, got ${value}`);
  if (value === 0) return "0";
  if (isExtreme(reference)) return scientific(value.toExponential(2));
  const like = Math.abs(reference === 0 ? value : reference);
  const digits = like < 0.1 ? 2 : 3;
  const exponent = Number(like.toExponential(digits - 1).split("e")[1]);
  return grouped(value, Math.max(0, digits - 1 - exponent));
}

/** A number that was chosen, not measured: every digit up to six, without padding. */
export function exact(value: number): string {
  if (isExtreme(value)) return scientific(Number(value.toPrecision(6)).toExponential());
  return minus(new Intl.NumberFormat("en-US", { maximumSignificantDigits: 6 }).format(value));
}

/** `[0.376, 0.516]`, or undefined where the ends are unknown or coincide with the value. */
export function intervalText({ value, lower, upper }: Figure): string | undefined {
  if (value === null || lower === null || upper === null || (lower === value && upper === value))
    return undefined;
  return `[${numberLike(lower, value)}, ${numberLike(upper, value)}]`;
}

export const valueText = ({ value }: Figure): string => (value === null ? notMeasured : number(value));

/** `0.446 [0.376, 0.516]` in plain text. */
export const figureText = (figure: Figure): string =>
  [valueText(figure), intervalText(figure)].filter((part) => part !== undefined).join(" ");

/** A value, with its interval beneath or beside it as the style sheet decides. */
export function figureMarkup(figure: Figure): Html {
  const interval = intervalText(figure);
  const value = html`<span class="value">${valueText(figure)}</span>`;
  return interval === undefined ? value : html`${value} <span class="interval">${interval}</span>`;
}

/** "1 seed", "5 seeds". */
export const count = (n: number, noun: string): string => `${exact(n)} ${noun}${n === 1 ? "" : "s"}`;

const isExtreme = (value: number): boolean => {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6);
};

/** JavaScript's "-4.19e-17" as "−4.19 × 10⁻¹⁷". */
function scientific(text: string): string {
  const [mantissa, exponent] = text.split("e") as [string, string];
  return `${minus(mantissa)}${timesPowerOfTen(Number(exponent))}`;
}

const grouped = (value: number, places: number): string =>
  minus(
    new Intl.NumberFormat("en-US", {
      minimumFractionDigits: places,
      maximumFractionDigits: places,
      signDisplay: "negative",
    }).format(value),
  );

const minus = (text: string): string => text.replace("-", "−");
