/** A candidate goal: a reward on an Mdp. */
export interface Goal {
  readonly name: string;
  /** Expected reward R(s, a) of each row, [rows]; transition rewards are averaged over successors beforehand. */
  readonly reward: Float64Array;
  /** Value of ending in each terminal state, [states]; zero when absent. */
  readonly terminalValue?: Float64Array;
}
