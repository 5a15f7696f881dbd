import { expect, it } from "vitest";
import { categorical, RandomStream } from "../../numeric/index.js";
import { probabilityMethod } from "./probabilities.js";

const classes = ["a", "b", "c"];
const truth = [0.6, 0.3, 0.1];
const entropy = -truth.reduce((sum, p) => sum + p * Math.log(p), 0);
/** Distance of a class from the origin, in standard deviations of an item. */
const distance = 3;

/** p(class | item) of a calibrated classifier, trained with all classes alike, on an item of class `own`. */
function belief(stream: RandomStream, own: number): Float64Array {
  const evidence = classes.map((_, c) => distance * (normal(stream) + (c === own ? distance : 0)));
  const most = Math.max(...evidence);
  const odds = evidence.map((x) => Math.exp(x - most));
  const total = odds.reduce((a, b) => a + b, 0);
  return Float64Array.from(odds, (x) => x / total);
}

const normal = (stream: RandomStream): number =>
  Math.sqrt(-2 * Math.log(stream.uniformOpen())) * Math.cos(2 * Math.PI * stream.uniformOpen());

it("the interval of S behind a calibrated classifier covers as often as it says", () => {
  const replications = 100;
  let covered = 0;
  for (let r = 0; r < replications; r++) {
    const stream = RandomStream.fromSeed(7).split("replication", r);
    const method = probabilityMethod({ classes, level: 0.95 });
    const sample = method.newSample();
    const draw = categorical(stream, truth);
    for (let i = 0; i < 100; i++) sample.add(belief(stream, draw()), 1, { source: "" });
    const { lower, upper } = method.measurer(sample).measure(sample, stream.split("posterior"))!.entropy!;
    covered += Number(lower <= entropy && entropy <= upper);
  }
  const error = Math.sqrt((0.95 * 0.05) / replications);
  expect(Math.abs(covered / replications - 0.95)).toBeLessThan(3 * error);
});
