/** What the closed loop tells of, as a trainer and an agent would send it. Everything may be sent again: it counts once. */
import type { NewObservation, PolicySettings, TrainerAnswer } from "../../../contracts/index.js";
import type {
  Answer,
  Checkpoint,
  ClosedLoopHappening,
  ClosedLoopParameters,
  DriftBegan,
} from "../../../lab/index.js";
import type { Follower } from "../../run.js";
import type { Ask } from "./client.js";
import { goalNames, systemName } from "./systems.js";

/** Sends what the trials of the closed loop tell; a run has the name of the system that it trains. */
export function feed(ask: Ask, p: ClosedLoopParameters): Follower {
  const goals = goalNames(p);
  return async (network, told) => {
    const happening = told as ClosedLoopHappening;
    const system = systemName(p, network, happening.policy);
    switch (happening.kind) {
      case "began":
        return began(ask, system, happening);
      case "checkpoint":
        return checkpoint(ask, system, goals, happening);
      case "ended":
        return note(
          ask,
          system,
          "ended",
          `${p.driftSteps} steps done; task loss ${happening.taskLoss.toPrecision(3)}`,
        );
    }
  };
}

async function began(ask: Ask, system: string, { parameterCount, control }: DriftBegan): Promise<void> {
  const policy = policySettings(control);
  await ask("PUT", `/api/v1/runs/${system}`, { system, parameterCount, policy });
}

async function checkpoint(
  ask: Ask,
  system: string,
  goals: readonly string[],
  { step, entropy, lambdaMax, fidelity, gamma, counts, examples }: Checkpoint,
): Promise<void> {
  const batch = `${system}/step ${step}`;
  await ask("POST", `/api/v1/systems/${system}/observations`, {
    batch,
    observations: observations(goals, counts, examples),
  });
  const answer = (await ask("POST", `/api/v1/runs/${system}/steps`, {
    step,
    entropy,
    ...(lambdaMax !== null && { lambdaMax }),
    metrics: { fidelity },
  })) as TrainerAnswer;
  if (answer.gamma !== gamma)
    throw new Error(
      `${batch}: the service answers gamma ${answer.gamma}, the network was trained with ${gamma}`,
    );
}

/** The examples one by one, with their text; the other answers by how many there were of each goal. */
function observations(
  goals: readonly string[],
  counts: readonly number[],
  examples: readonly Answer[],
): NewObservation[] {
  const single = examples.map((answer) => ({ goal: goals[answer.goal]!, messages: messages(answer) }));
  const rest = goals.flatMap((goal, k) => {
    const count = counts[k]! - examples.filter((answer) => answer.goal === k).length;
    return count > 0 ? [{ goal, count }] : [];
  });
  return [...single, ...rest];
}

function messages({ cueClasses, answered, probability, goal }: Answer) {
  const cues = cueClasses.map(
    (named, k) => `Cue ${k + 1}${k === 0 ? " (intended)" : ""} says class ${named}.`,
  );
  const whose = goal < cueClasses.length ? `what cue ${goal + 1} says` : "what no cue says";
  return [
    { role: "input", text: cues.join("\n") },
    {
      role: "network",
      text: `Class ${answered}: ${whose} (drawn at probability ${probability.toPrecision(2)}).`,
    },
  ];
}

const note = (ask: Ask, system: string, id: string, text: string): Promise<void> =>
  ask("POST", `/api/v1/systems/${system}/events`, { id, kind: "note", text }).then(() => {});

/** The policy as the service takes it. */
function policySettings({ name, settings }: DriftBegan["control"]): PolicySettings {
  const { goals: _, ...options } = settings;
  const kind = name.startsWith("critical") ? "critical" : name;
  return { kind, ...options } as unknown as PolicySettings;
}
