/** What counts as much. Defaults were tuned on half of the runs of `telostat lab run failure-signatures`. */
export interface SignatureThresholds {
  /** Rise of S that is a failure, nats. */
  readonly rise: number;
  /** Share of the record within which a rise begins "from the start". */
  readonly early: number;
  /** Share of the record by which a cause may seem to come after its effect. */
  readonly onsetSlack: number;
  /** Factor by which lambda_max or the divergence grows at least. */
  readonly growth: number;
  /** Least growth of the divergence, or of the gap of the scores, in its own unit: its first level may be near 0. */
  readonly divergence: number;
  /** Excess over the sum of the sources, as a share of it. */
  readonly excess: number;
  /** Plausibility, before evidence, of a failure that is none of the four. */
  readonly other: number;
  /** Least confidence with which a failure is named. */
  readonly confidence: number;
}

export const signatureThresholds: SignatureThresholds = {
  rise: 0.12,
  early: 0.25,
  onsetSlack: 0.08,
  growth: 1.5,
  divergence: 0.05,
  excess: 0.3,
  other: 0.03,
  confidence: 0.5,
};
