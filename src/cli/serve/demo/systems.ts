/** The demo's networks as systems of the service: one for each network under each policy. */
import type { SystemSettings } from "../../../contracts/index.js";
import { type ClosedLoopParameters, driftAlarm, type LabelCheck, policies } from "../../../lab/index.js";

/** The goals as they are named: following a cue, the first of which is the intended one, or none. */
export const goalNames = ({ cues }: ClosedLoopParameters): string[] => [
  ...Array.from({ length: cues }, (_, k) => `follows cue ${k + 1}`),
  "follows no cue",
];

/** @param network counted from 0. */
export function systemName({ seeds }: ClosedLoopParameters, network: number, policy: string): string {
  const digits = String(seeds).length;
  const place = policies.findIndex(({ id }) => id === policy) + 1;
  return `network-${String(network + 1).padStart(digits, "0")}.${place}.${policy}`;
}

/** Whether a system has such a name, in a run of however many networks. */
export const isDemo = (name: string): boolean =>
  policies.some(({ id }) => /^network-\d+\.\d+\./.test(name) && name.endsWith(`.${id}`));

/** A policy's label in the words of the dashboard. */
const plain = (label: string): string => label.replace("critical", "the paper's rule").replace("λ", "lambda");

/** A window is one measurement: the answers to all conflict inputs. The alarm is the one that the report tells of. */
export function systemsOf(
  p: ClosedLoopParameters,
  { checked, confirmed }: LabelCheck,
): ReadonlyMap<string, Partial<SystemSettings>> {
  const goals = goalNames(p);
  const common = {
    goals,
    intended: goals[0]!,
    window: { by: "observations" as const, size: p.conflictInputs },
    alarms: [driftAlarm(p)],
    observers: [
      {
        name: "the cue whose class is answered",
        kind: "labels" as const,
        accuracy: confirmed / checked,
        checked,
      },
    ],
    target: p.target,
  };
  const networks = Array.from({ length: p.seeds }, (_, network) => network);
  return new Map(
    networks.flatMap((network) =>
      policies.map(({ id, label }) => [
        systemName(p, network, id),
        { ...common, title: `Network ${network + 1}: ${plain(label)}` },
      ]),
    ),
  );
}
