/** What an agent did once, as a reader finds it; the world says what its names mean. */
export interface EpisodeRecord {
  readonly line: number;
  /** Seconds since 1970. */
  readonly time?: number;
  /** What was done in which state, in order. */
  readonly steps?: readonly (readonly [state: string, action: string])[];
  /** Or the nodes that were passed. */
  readonly path?: readonly string[];
  /** Whether the path ended because the agent stopped there, rather than because it was cut off. */
  readonly stopped: boolean;
  /** Or the moves that were made, from the start. */
  readonly moves?: readonly string[];
}
