/** Rejects a level outside (0, 1), and fewer draws than put one beyond each end of the interval on average. */
export function checkInterval(level: number, drawsName: string, draws: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must lie between 0 and 1, got ${level}`);
  const fewest = Math.ceil(2 / (1 - level));
  if (!(Number.isInteger(draws) && draws >= fewest))
    throw new RangeError(
      `${drawsName} must be an integer of at least ${fewest} for level ${level}, got ${draws}`,
    );
}
