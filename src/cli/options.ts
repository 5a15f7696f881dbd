import { InvalidArgumentError } from "commander";

/** Parser of an integer option within [minimum, maximum]. */
export function integer(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`expected a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

/** Parser of a seed: a whole number from 0 to 2^53 - 1. */
export const seed = integer(0, Number.MAX_SAFE_INTEGER);
