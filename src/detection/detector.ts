/** The contract of a change detector: a pure fold over standardised observations. */
export interface Detector<State> {
  readonly name: string;
  init(): State;
  step(state: State, z: number): Detection<State>;
}

export interface Detection<State> {
  readonly state: State;
  /** The statistic compared with the threshold. */
  readonly statistic: number;
  readonly alarm: boolean;
  /** Observations since the statistic last left zero: where the change is estimated to have begun. */
  readonly since: number;
}
