import { type Evidence, opposite, type Statements, statements } from "./evidence.js";
import { limitsOf } from "./limits.js";
import type { Streams } from "./streams.js";
import { type SignatureThresholds, signatureThresholds } from "./thresholds.js";

export const signatures = [
  "stable",
  "insufficient work",
  "lambda_max underestimated",
  "specification drift",
  "synergistic amplification",
] as const;

export type Signature = (typeof signatures)[number];

export interface Candidate {
  readonly signature: Signature;
  /** Share of all plausibility, 0 to 1; 0 where excluded. */
  readonly confidence: number;
  /** Why it cannot be told: the stream that is absent. */
  readonly excluded?: string;
  readonly evidence: readonly Evidence[];
}

export interface Diagnosis {
  /**
   * The most plausible; "undetermined" where it is none of them, no candidate is confident enough, or S is more likely than
   * not to rise and "stable" is left alone because the others are excluded.
   */
  readonly named: Signature | "undetermined";
  readonly confidence: number;
  /** Most plausible first. */
  readonly candidates: readonly Candidate[];
  /** What the name is worth, in words. */
  readonly limits: readonly string[];
}

/** A statement whose stream is absent is as likely as not. */
const UNKNOWN = 0.5;

/**
 * Which failure a record looks like: the signatures of arXiv:2511.10704 as conjunctions of statements.
 *
 * - *insufficient work*: S rises, from the start; work is below the production of the sources; dS/dt is not beyond their
 *   sum; the divergence does not grow.
 * - *lambda_max underestimated*: S rises, not from the start; lambda_max grows, no later than S; no divergence first.
 * - *specification drift*: S rises; the divergence of proxy and true objective grows, no later than S.
 * - *synergistic amplification*: S rises; dS/dt + work is beyond the sum of both sources alone, which work would hold;
 *   neither lambda_max before a late rise nor the divergence grows, so that the sources are what they were on the reference.
 * - *stable*: S does not rise.
 *
 * A signature's plausibility is the product of the probabilities of its statements (1/2 where the stream is absent; with
 * the stream that defines it absent it is excluded); its confidence is its share of the sum, in which "something else" has a
 * fixed part. A heuristic for statements that are not independent: how often it is right is measured by
 * `telostat lab run failure-signatures`, on runs of known cause.
 *
 * `undefined` below six readings of S.
 */
export function diagnose(
  streams: Streams,
  options: Partial<SignatureThresholds> = {},
): Diagnosis | undefined {
  const thresholds = { ...signatureThresholds, ...options };
  const said = statements(streams, thresholds);
  if (said === undefined) return undefined;
  const weighed = signatures.map((signature) => {
    const { evidence, needs } = conjunctions[signature](said);
    const missing = needs.find(({ probability }) => probability === null);
    const plausibility = missing
      ? 0
      : evidence.reduce((product, { probability }) => product * (probability ?? UNKNOWN), 1);
    return {
      signature,
      plausibility,
      evidence,
      ...(missing && { excluded: `no stream for: ${missing.statement}` }),
    };
  });
  const total =
    (said.rises.probability ?? 0) * thresholds.other +
    weighed.reduce((sum, { plausibility }) => sum + plausibility, 0);
  const candidates = weighed
    .map(({ plausibility, ...candidate }): Candidate => ({ ...candidate, confidence: plausibility / total }))
    .sort((a, b) => b.confidence - a.confidence);
  const first = candidates[0]!;
  // Stable only where that is likely in itself, and not because the others are excluded.
  const doubtful = first.signature === "stable" && (said.rises.probability ?? 0) > UNKNOWN;
  const named = first.confidence >= thresholds.confidence && !doubtful ? first.signature : "undetermined";
  return { named, confidence: first.confidence, candidates, limits: limitsOf(streams, said.wander) };
}

interface Conjunction {
  readonly evidence: readonly Evidence[];
  /** Statements without which the signature cannot be told. */
  readonly needs: readonly Evidence[];
}

const conjunctions: Record<Signature, (said: Statements) => Conjunction> = {
  stable: ({ rises }) => ({ evidence: [opposite(rises)], needs: [] }),
  "insufficient work": ({ rises, fidelityFalls, fromStart, workTooLow, beyondSum, divergenceGrows }) => ({
    evidence: [rises, fidelityFalls, fromStart, workTooLow, opposite(beyondSum), opposite(divergenceGrows)],
    needs: [],
  }),
  "lambda_max underestimated": (said) => ({
    evidence: [
      said.rises,
      said.fidelityFalls,
      opposite(said.fromStart),
      said.lambdaGrows,
      said.lambdaFirst,
      opposite(both(said.divergenceGrows, said.divergenceFirst)),
    ],
    needs: [said.lambdaGrows],
  }),
  "specification drift": ({ rises, fidelityFalls, divergenceGrows, divergenceFirst }) => ({
    evidence: [rises, fidelityFalls, divergenceGrows, divergenceFirst],
    needs: [divergenceGrows],
  }),
  "synergistic amplification": (said) => ({
    evidence: [
      said.rises,
      said.fidelityFalls,
      said.beyondSum,
      opposite(said.workTooLow),
      opposite(both(said.lambdaGrows, opposite(said.fromStart))),
      opposite(said.divergenceGrows),
    ],
    needs: [said.beyondSum],
  }),
};

/** That both hold, as evidence of the first. */
const both = (a: Evidence, b: Evidence): Evidence => ({
  ...a,
  probability: a.probability === null ? null : a.probability * (b.probability ?? UNKNOWN),
});
