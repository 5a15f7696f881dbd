/** Where something stands in an input: line and column (in characters) from 1, absent where unknown. */
export interface Position {
  readonly source: string;
  readonly line?: number;
  readonly column?: number;
}

/** Input that cannot be read: `message` is one line, "source:line:column: what is wrong and what was expected". */
export class InputError extends Error {
  override readonly name = "InputError";

  constructor(
    readonly position: Position,
    problem: string,
  ) {
    const { source, line, column } = position;
    super(`${[source, line, column].filter((part) => part !== undefined).join(":")}: ${problem}`);
  }
}

/** Input without a single observation: nothing is wrong with it, but nothing can be said from it. */
export class NoObservationsError extends InputError {}
