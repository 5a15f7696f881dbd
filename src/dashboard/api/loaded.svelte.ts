import { Attempt } from "./attempt.svelte.js";

/** What a page shows of the service: kept while it is asked for again, and while that fails. */
export class Loaded<Value> extends Attempt {
  value: Value | undefined = $state.raw();
  readonly #ask: () => Promise<Value>;
  #asked = 0;

  constructor(ask: () => Promise<Value>) {
    super();
    this.#ask = ask;
  }

  /** An answer that a later question has overtaken is dropped. */
  readonly load = (): Promise<boolean> => {
    const number = ++this.#asked;
    return this.run(async () => {
      const value = await this.#ask();
      if (number === this.#asked) this.value = value;
    });
  };
}
