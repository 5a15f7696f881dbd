/** One figure of ours against the peer's, both medians over `runs` interleaved runs (ours, peer, ours, peer, ...). */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** `null` where there is no peer, or where it is not installed; `install` is then the command that installs it. */
  readonly peer: number | null;
  /** How many times faster ours is: above 1 ours is faster. `null` without a peer. */
  readonly ratio: number | null;
  readonly runs: number;
  readonly install?: string;
}

export interface Benchmark {
  readonly name: string;
  /** What is compared with which peer, in a line. */
  readonly summary: string;
  rows(options: { readonly quick: boolean }): Promise<Row[]>;
}
