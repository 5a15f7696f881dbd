/**
 * Prevalence of true classes behind a classifier's labels, assuming that a class gets the labels it got in
 * calibration (label shift): the mixture weights of maximum likelihood [Saerens, Latinne & Decaestecker 2002].
 */
import { type EpisodeLikelihoods, episodeLikelihoods } from "../population/episode-likelihoods.js";
import { fitMixture, type MixtureFit, type MixtureOptions } from "../population/mixture.js";
import { checkWeights } from "../population/weights.js";
import { type Confusion, totalOf } from "./confusion.js";

/** Labels as episodes: P(label | class) from the confusion matrix, each label as often as it was observed. */
export function labelLikelihoods(matrix: Confusion, observed: ArrayLike<number>): EpisodeLikelihoods {
  totalOf(observed, matrix);
  return episodeLikelihoods(matrix.rates.map(Math.log), matrix.classes, observed);
}

/**
 * From hard labels. `undefined` without labels, or with none that any class can get.
 *
 * @param observed counts of each label, or shares (with a smaller `tolerance`: it is in nats of the whole sample).
 */
export function labelShift(
  matrix: Confusion,
  observed: ArrayLike<number>,
  options?: MixtureOptions,
): MixtureFit | undefined {
  return fitMixture(labelLikelihoods(matrix, observed), options);
}

/**
 * From the classifier's probabilities p(class | item): they are divided by the training prior, which leaves the
 * likelihood of each item up to a factor. Right only as far as the classifier is calibrated.
 *
 * @param probabilities [items * classes]
 * @param trainingPrior p(class) that the classifier was trained (or calibrated) under, [classes], positive.
 */
export function softLabelShift(
  probabilities: ArrayLike<number>,
  trainingPrior: ArrayLike<number>,
  options?: MixtureOptions,
): MixtureFit | undefined {
  const classes = trainingPrior.length;
  checkWeights("trainingPrior", trainingPrior, classes);
  const logRatio = Float64Array.from(probabilities, (p, i) => {
    if (!(p >= 0 && p <= 1))
      throw new RangeError(
        `item ${Math.floor(i / classes)}, class ${i % classes}: expected a probability, got ${p}`,
      );
    return Math.log(p / trainingPrior[i % classes]);
  });
  return fitMixture(episodeLikelihoods(logRatio, classes), options);
}
