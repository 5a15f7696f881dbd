/** What alignment work is applied to: one learner, or one law, of one seed. */
export interface Subject {
  /** gamma_crit of the aligned start. */
  readonly criticalWork: number;
  /** gamma_crit where drift without work has led; null where lambda_max does not move. */
  readonly criticalWorkDrifted: number | null;
  /** S under endless work, nats. */
  readonly entropySettled: number;
  /** Task loss of the aligned start; null where there is no task. */
  readonly taskLossStart: number | null;
  /** What S may be for the goals to count as held, nats. */
  readonly target: number;
  /** The whole drift phase at coefficient gamma, from the aligned start. */
  run(gamma: number): Course;
}

export interface Course {
  /** S at the start and after each quarter of the drift phase, nats; fewer after divergence. */
  readonly entropy: readonly number[];
  /** 1 - p(g_1) at the same times; null where there are no goals but S. */
  readonly drifted: readonly number[] | null;
  /** Steps of the drift phase. */
  readonly steps: number;
  readonly taskLoss: number | null;
  /** Step at which divergence was seen, or null. */
  readonly divergedAt: number | null;
}
