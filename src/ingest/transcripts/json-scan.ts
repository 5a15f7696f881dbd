/** Where JSON that does not parse is wrong: one pass over its tokens, whatever is in it. */

export interface JsonScan {
  /** Offset of the first token that may not stand where it stands, or the length of text that ends too early. */
  readonly wrong: number | undefined;
  /** The tokens NaN, Infinity and -Infinity, which Python's json writes and JSON does not have: from, to. */
  readonly constants: readonly (readonly [number, number])[];
}

const scalar =
  /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)\b|-?(?:NaN|Infinity)\b/y;

const code = (character: string): number => character.charCodeAt(0);
const [quote, comma, colon, backslash] = ['"', ",", ":", "\\"].map(code) as [number, number, number, number];
const [brace, endBrace, bracket, endBracket] = ["{", "}", "[", "]"].map(code) as [
  number,
  number,
  number,
  number,
];

/** What may come next; the first of a container may also be its end. */
type Expected = "value" | "first value" | "key" | "first key" | "colon" | "comma";

/** Escapes and control characters in strings are not looked at: JSON.parse names their place itself. */
export function scanJson(json: string): JsonScan {
  const constants: (readonly [number, number])[] = [];
  const open: number[] = [];
  let expected = "value" as Expected;
  for (let at = pastSpace(json, 0); at < json.length; at = pastSpace(json, at)) {
    const token = json.charCodeAt(at);
    const inside = open.at(-1);
    if (token === ending(expected, inside)) {
      open.pop();
      expected = "comma";
      at++;
    } else if (expected === "comma" || expected === "colon") {
      if (token !== (expected === "colon" ? colon : comma) || inside === undefined)
        return { wrong: at, constants };
      expected = expected === "comma" && inside === brace ? "key" : "value";
      at++;
    } else if (token === quote) {
      at = stringEnd(json, at);
      expected = expected === "key" || expected === "first key" ? "colon" : "comma";
    } else if (expected === "key" || expected === "first key") return { wrong: at, constants };
    else if (token === brace || token === bracket) {
      open.push(token);
      expected = token === brace ? "first key" : "first value";
      at++;
    } else {
      scalar.lastIndex = at;
      if (!scalar.test(json)) return { wrong: at, constants };
      const end = scalar.lastIndex;
      if (json[end - 1] === "N" || json[end - 1] === "y") constants.push([at, end]);
      expected = "comma";
      at = end;
    }
  }
  return { wrong: expected === "comma" && open.length === 0 ? undefined : json.length, constants };
}

/** The token that ends a container here; none after a comma or a colon. */
function ending(expected: Expected, inside: number | undefined): number | undefined {
  if (inside === brace) return expected === "first key" || expected === "comma" ? endBrace : undefined;
  return inside === bracket && (expected === "first value" || expected === "comma") ? endBracket : undefined;
}

/** Space, tab and line ends. */
function pastSpace(json: string, from: number): number {
  let at = from;
  for (let c = json.charCodeAt(at); c === 32 || (c >= 9 && c <= 13 && c !== 11 && c !== 12); )
    c = json.charCodeAt(++at);
  return at;
}

/** Behind the quote that ends the string which begins at `at`, or the end of the text. */
function stringEnd(json: string, at: number): number {
  for (let end = json.indexOf('"', at + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (json.charCodeAt(end - 1 - backslashes) === backslash) backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
  return json.length;
}
