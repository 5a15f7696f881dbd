import type { Range } from "./columns.js";
import type { Moves } from "./move.js";

/** What charts that move together show: everything there is, whatever comes, until a stretch is chosen. */
export class ChosenRange {
  /** Undefined for everything. */
  chosen: Range | undefined = $state.raw();
  readonly moves: Moves;

  /** @param changed told of what is chosen; undefined for everything again. */
  constructor(
    readonly whole: () => Range,
    {
      first,
      changed = () => {},
    }: { first?: Range | undefined; changed?: (range: Range | undefined) => void } = {},
  ) {
    this.chosen = first;
    const choose = (range: Range | undefined) => {
      this.chosen = range;
      changed(range);
    };
    this.moves = { range: () => this.range, whole, go: choose, all: () => choose(undefined) };
  }

  get range(): Range {
    return this.chosen ?? this.whole();
  }
}
