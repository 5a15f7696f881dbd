/**
 * A family of betting e-values for "every observation has conditional mean <= m": e_b(x) >= 0 with E[e_b(X) | past] <= 1
 * whenever that holds, one for each bet b. It bets on an increase of the mean; the larger the bet, the larger the
 * increase that it finds soonest.
 */
export interface BettingEValues {
  /** Kebab-case identifier. */
  readonly name: string;
  readonly assumes: string;
  readonly bets: readonly number[];
  /** ln e_b(x), -Infinity where the bet is lost whole. @throws RangeError when x is out of the assumed range. */
  log(observation: number, bet: number): number;
}

/** @throws RangeError unless there are bets, all in (0, largest]. */
export function checkBets(bets: readonly number[], largest: number): void {
  if (bets.length === 0) throw new RangeError("bets must not be empty");
  for (const bet of bets)
    if (!(bet > 0 && bet <= largest)) throw new RangeError(`bets must lie in (0, ${largest}], got ${bet}`);
}
