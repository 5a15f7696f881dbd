import { startEngine } from "../src/engine/index.js";
import { normal, RandomStream } from "../src/numeric/index.js";
import {
  continuation,
  continuations,
  Learner,
  sampleCompletions,
  transformer,
} from "../src/training/index.js";
import type { Benchmark } from "./contract.js";
import { startPython } from "./peers/python.js";
import { repeatedAgainst } from "./repeated.js";

const [VOCABULARY, PROMPT, RESPONSE] = [37, 4, 5];
const sizes = { vocabulary: VOCABULARY, tokens: PROMPT + RESPONSE - 1, width: 32, heads: 4, blocks: 2 };
/** No token of the language: every completion has all its tokens, as in the peer. */
const NEVER = -1;

export const sampling: Benchmark = {
  name: "sampling",
  summary:
    "completions and a policy-gradient step of the transformer of language-model-drift against PyTorch",
  async rows({ quick }) {
    await startEngine();
    const peer = await startPython("sampling.py");
    const root = RandomStream.fromSeed(1);
    const model = continuation(transformer(sizes), PROMPT);
    const learner = new Learner(model, new Float32Array(model.initialise(root.split("initial"))));
    const prompts = (size: number, stream: RandomStream) =>
      Array.from({ length: size }, () => Array.from({ length: PROMPT }, () => stream.integer(VOCABULARY)));
    const complete = (size: number, i: number) => {
      const asked = prompts(size, root.split("prompts", i));
      const sampled = sampleCompletions(learner, asked, NEVER, root.split("tokens", i));
      return sampled.map(({ tokens }, k) => ({ prompt: asked[k] as number[], response: tokens }));
    };
    const policyGradient = (i: number) => {
      const draw = normal(root.split("advantages", i));
      const texts = complete(64, i).map((text) => ({ ...text, weight: draw() }));
      learner.step(continuations(model, texts, 0), { eta: 0.01, gamma: 0 });
    };
    const compare = repeatedAgainst(peer, quick);
    try {
      return [
        await compare("64 completions of 5 tokens, transformer 2 x 32", "sample-64", 20, (i) =>
          complete(64, i),
        ),
        await compare("800 completions, the same", "sample-800", 3, (i) => complete(800, i)),
        await compare(
          "64 completions and a policy-gradient step on them",
          "policy-gradient",
          20,
          policyGradient,
        ),
      ];
    } finally {
      peer.close();
    }
  },
};
