const longest = 40;

/** Text as it may stand in a line on a terminal: no control or direction characters, at most 40 characters. */
export function printable(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
  return short.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, (control) => {
    return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** A value for a message: its JSON, printable. */
export function quoted(value: unknown): string {
  return printable(JSON.stringify(value) ?? String(value));
}
