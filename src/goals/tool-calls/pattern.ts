/** What an argument of an expected call may be. A missing argument fits none of them. */
export type ArgumentPattern =
  /** Equal as JSON: key order does not matter, 3 and "3" differ. */
  | { readonly exact: unknown }
  | { readonly oneOf: readonly unknown[] }
  /** A regular expression found anywhere in the value's text. */
  | { readonly regex: string }
  /** The whole of the value's text; `*` stands for any characters, `?` for one. */
  | { readonly glob: string }
  /** There, whatever it is. */
  | { readonly any: true };

/** The predicate of a pattern. @throws SyntaxError at a regular expression that is none. */
export function patternTest(pattern: ArgumentPattern): (value: unknown) => boolean {
  if ("exact" in pattern) return (value) => sameJson(pattern.exact, value);
  if ("oneOf" in pattern) return (value) => pattern.oneOf.some((option) => sameJson(option, value));
  if ("regex" in pattern) return textTest(new RegExp(pattern.regex, "u"));
  if ("glob" in pattern) return textTest(globExpression(pattern.glob));
  return (value) => value !== undefined;
}

function textTest(expression: RegExp): (value: unknown) => boolean {
  return (value) => {
    if (value === undefined) return false;
    return expression.test(typeof value === "string" ? value : JSON.stringify(value));
  };
}

function globExpression(glob: string): RegExp {
  const escaped = glob.replace(/[\\^$.|+()[\]{}/]/gu, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "su");
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]));
}
