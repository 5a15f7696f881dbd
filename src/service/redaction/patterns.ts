/** What is taken out of text. Every quantifier is bounded: no text makes a pattern take longer than in proportion to it. */
import { isIP } from "node:net";

export interface Pattern {
  readonly matcher: RegExp;
  /** Put in the place of what matches. */
  readonly replacement: string;
  /** Of what matches, what is meant; default all. */
  readonly meant?: (text: string) => boolean;
}

const name = "[\\p{L}\\p{N}._%+-]";
const label = "[\\p{L}\\p{N}-]{1,63}";

/** Found by their form: a name, an address in words or a number in words is not. */
export const builtIn = {
  email: {
    matcher: new RegExp(`(?<!${name})${name}{1,64}@${label}(?:\\.${label}){1,8}`, "gu"),
    replacement: "[email]",
  },
  /** With the country's number, or as ten digits in groups of 3, 3 and 4. */
  phone: {
    matcher: /(?<![\d+])(?:\+\d[\d ().-]{6,18}\d|\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4})(?!\d)/gu,
    replacement: "[phone]",
  },
  /** 13 to 19 digits that pass the check of ISO/IEC 7812. */
  card: { matcher: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/gu, replacement: "[card]", meant: luhn },
  ip: {
    matcher: /(?<![\w:.])(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7})(?![\w:])/giu,
    replacement: "[ip]",
    meant: (text) => isIP(text) !== 0,
  },
} as const satisfies Record<string, Pattern>;

function luhn(text: string): boolean {
  const digits = Array.from(text.replace(/\D/g, ""), Number).reverse();
  const sum = digits.reduce((total, digit, i) => total + (i % 2 === 0 ? digit : (2 * digit) % 9 || digit), 0);
  return sum % 10 === 0;
}
