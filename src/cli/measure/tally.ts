import { InputError, type Position, printable, quoted } from "../../ingest/index.js";
import type { Sample } from "./method.js";

/** Most different goals: beyond it a column holds identifiers or prose rather than goals. */
export const mostGoals = 10_000;

/** Most observations: beyond it the incomplete beta function behind the intervals of p(g) loses digits. */
export const mostObservations = 1e10;

/** The labels that occur, in the order of their declaration or of first sight, for all samples of an input. */
export class Vocabulary {
  readonly #index: Map<string, number>;
  readonly #declaredIn: string | undefined;
  #observations = 0;

  /** @param declaredIn where `labels` were declared, if no other may occur. */
  constructor(labels: readonly string[] = [], declaredIn?: string) {
    this.#index = new Map(labels.map((label, i) => [label, i]));
    this.#declaredIn = declaredIn;
  }

  get labels(): readonly string[] {
    return [...this.#index.keys()];
  }

  /** @throws InputError at a label that was not declared, or where a limit above is passed. */
  count(label: string, count: number, position: Position): number {
    const known = this.#index.get(label);
    if (known === undefined) this.#requireNew(label, position);
    this.#observations += count;
    if (this.#observations > mostObservations) {
      throw new InputError(position, `the counts add up to more than ${mostObservations}`);
    }
    return known ?? this.#index.size - 1;
  }

  #requireNew(label: string, position: Position): void {
    if (this.#declaredIn !== undefined) {
      const names = this.labels.slice(0, 10).map(printable).join(", ");
      const more = this.#index.size > 10 ? ", ..." : "";
      throw new InputError(
        position,
        `goal ${quoted(label)} is not one of ${this.#declaredIn}: ${names}${more}`,
      );
    }
    if (this.#index.size >= mostGoals) {
      throw new InputError(position, `more than ${mostGoals} different goals; is this the column of goals?`);
    }
    this.#index.set(label, this.#index.size);
  }
}

/** How often each label of a vocabulary was seen. */
export class Tally implements Sample<string> {
  readonly #vocabulary: Vocabulary;
  readonly #counts: number[] = [];
  n = 0;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  add(label: string, count: number, position: Position): void {
    this.#put(this.#vocabulary.count(label, count, position), count);
  }

  absorb(other: Tally): void {
    for (const [label, count] of other.#counts.entries()) this.#put(label, count ?? 0);
  }

  /** Of each label of the vocabulary. */
  get counts(): readonly number[] {
    return this.#vocabulary.labels.map((_, label) => this.#counts[label] ?? 0);
  }

  #put(label: number, count: number): void {
    this.#counts[label] = (this.#counts[label] ?? 0) + count;
    this.n += count;
  }
}
