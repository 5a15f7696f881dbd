import type { Architecture } from "../architectures/architecture.js";
import { probabilities } from "../objective.js";
import { type ProgramOptions, program, shared } from "../programs.js";
import { policyStep } from "./objective.js";

type Logits = Architecture["logits"];

export type AgentPrograms = ReturnType<typeof compilePrograms>;

const compilePrograms = (logits: Logits, options: ProgramOptions) => ({
  step: program(policyStep(logits), options),
  probabilities: program(probabilities(logits), options),
});

const byLogits = shared<Logits, AgentPrograms>();

/** Compiled once per network function and execution: agents share them. */
export function agentPrograms(logits: Logits, options: ProgramOptions): AgentPrograms {
  const key = JSON.stringify([options.execution, options.threads]);
  return byLogits(logits, key, () => compilePrograms(logits, options));
}
