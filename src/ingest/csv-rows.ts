import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CsvError, Parser } from "csv-parse";
import { parse as parseSync } from "csv-parse/sync";
import { InputError } from "./input-error.js";
import { longestLine, type TextBlock } from "./text.js";

/** The fields of a row and the line on which it begins. */
export interface CsvRow {
  readonly fields: readonly string[];
  readonly line: number;
}

/** RFC 4180, with blank lines skipped and the blanks around unquoted fields dropped; rows may differ in length. */
const dialect = {
  trim: true,
  skip_empty_lines: true,
  relax_column_count: true,
  record_delimiter: "\n",
  max_record_size: longestLine,
};

/** The rows of CSV, header included, in order. Throws `InputError` where the quotes are wrong. */
export async function* csvRows(blocks: AsyncIterable<TextBlock>, source: string): AsyncGenerator<CsvRow> {
  const parser = new RowParser(dialect);
  const feeding = pipeline(Readable.from(texts(blocks)), parser);
  feeding.catch(() => {}); // The same error ends the loop below.
  try {
    yield* parser as AsyncIterable<CsvRow>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const problem = problems[error.code] ?? `malformed CSV: ${error.message}`;
    const line = error.code.endsWith("_QUOTE") ? parser.info.lines : parser.nextLine();
    throw new InputError({ source, line }, problem);
  }
}

/** The fields of one line of CSV. */
export function csvFields(line: string): string[] {
  return parseSync(line, dialect)[0] ?? [];
}

async function* texts(blocks: AsyncIterable<TextBlock>): AsyncGenerator<string> {
  for await (const { text } of blocks) yield text;
}

/** csv-parse, with the line of each row: its own `info` option copies ten fields a row, twice the cost of parsing. */
class RowParser extends Parser {
  /** Where the last row ended, and how many empty lines there were until then. */
  #line = 0;
  #emptyLines = 0;

  nextLine(): number {
    return this.#line + 1 + this.info.empty_lines - this.#emptyLines;
  }

  override push(fields: readonly string[] | null): boolean {
    if (fields === null) return super.push(null);
    const line = this.nextLine();
    this.#line = this.info.lines;
    this.#emptyLines = this.info.empty_lines;
    return super.push({ fields, line } satisfies CsvRow);
  }
}

const afterQuote =
  'text after a closing quote; expected a comma or a line end (inside quotes, write "" for a quote)';
const problems: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: "a quoted field in the row that begins here is never closed",
  CSV_INVALID_CLOSING_QUOTE: afterQuote,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: afterQuote,
  INVALID_OPENING_QUOTE: "a quote inside an unquoted field; expected the whole field in quotes",
  CSV_MAX_RECORD_SIZE: `a row of more than ${longestLine} bytes; is a quoted field never closed?`,
};
