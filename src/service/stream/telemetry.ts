/** What OpenTelemetry brought for one system, from the queue into conversations and observations, in the message's transaction. */
import type { NewObservation } from "../../contracts/index.js";
import {
  awaitConversations,
  type ConversationName,
  conversationRows,
  conversationsNamed,
  countConversations,
  inferredAmong,
  insertRejections,
  type LockedSystem,
  lockedSystem,
  nameConversations,
  type Queries,
  type StoredMessage,
  saveConversations,
  settleAwaited,
} from "../store/index.js";
import { merged } from "./merging.js";
import { observe } from "./observe.js";
import type { Message } from "./queue.js";
import type { AlarmLink } from "./save-step.js";

interface Reference {
  readonly conversation?: string;
  readonly trace?: string;
  readonly response?: string;
}

export interface ToldTurn extends Reference {
  readonly time: number;
  readonly messages: readonly StoredMessage[];
}

export interface ToldGoal extends Reference {
  readonly id: string;
  readonly time: number;
  readonly goal: string;
}

/** Payload of a "telemetry" message. */
export interface TelemetryPayload {
  /** Seconds since 1970. */
  readonly received: number;
  readonly turns: readonly ToldTurn[];
  readonly goals: readonly ToldGoal[];
}

/** Names of a conversation from the narrowest: one response is of one conversation, a trace nearly always. */
const namesOf = ({ response, conversation, trace }: Reference): string[] => [
  ...(response === undefined ? [] : [`response:${response}`]),
  ...(conversation === undefined ? [] : [`conversation:${conversation}`]),
  ...(trace === undefined ? [] : [`trace:${trace}`]),
];

/**
 * Merges turns into their conversations, and makes an observation of each goal that was seen, with the conversation as it is
 * known by then. Where none is known the observation counts all the same, and the conversation is given to it when it comes.
 */
export async function observeTelemetry(
  tx: Queries,
  messages: readonly Message[],
  now: number,
  link: AlarmLink,
): Promise<void> {
  const system = messages[0]!.partition;
  const row = await lockedSystem(tx, system);
  if (row === undefined) return;
  const payloads = messages.map(({ payload }) => payload as TelemetryPayload);
  const turns = payloads.flatMap(({ turns }) => turns);
  const told = payloads.flatMap(({ goals }) => goals);
  const names = await knownNames(tx, system, [...turns, ...told]);
  const conversations = await mergeTurns(tx, row, turns, names, now);
  if (told.length === 0) return;
  const { goals, late } = await labelling(tx, system, told, names);
  if (late.size > 0) await setAside(tx, messages, late);
  const found = await attach(tx, system, goals, names, conversations);
  const observed = messages.flatMap((message, i) => {
    const { received, goals } = payloads[i]!;
    const observations = goals
      .filter((goal) => !late.has(goal))
      .map((goal) => observation(goal, found.get(goal) ?? []));
    return observations.length === 0 ? [] : [{ ...message, payload: { received, observations } }];
  });
  if (observed.length > 0) await observe(tx, observed, now, link);
  const awaited = goals
    .filter((goal) => (found.get(goal) ?? []).length === 0)
    .flatMap((goal) => namesOf(goal).map((name) => ({ name, observation: goal.id })));
  if (awaited.length > 0) await awaitConversations(tx, system, awaited, now);
}

/**
 * A conversation is one observation: labels make it theirs, unless its goal was inferred before they came.
 *
 * @returns the labels that count, and those that are too late.
 */
async function labelling(tx: Queries, system: string, told: readonly ToldGoal[], names: Names) {
  const meant = new Map(told.map((goal) => [goal, lookUp(namesOf(goal), names)]));
  const conversations = [...new Set(meant.values())].filter((one) => one !== undefined);
  const inferred = await inferredAmong(tx, system, conversations);
  const late = new Set(told.filter((goal) => inferred.has(meant.get(goal) ?? "")));
  const labelled = conversations.filter((one) => !inferred.has(one));
  if (labelled.length > 0) await countConversations(tx, system, labelled, "labelled");
  return { goals: told.filter((goal) => !late.has(goal)), late };
}

const setAside = (tx: Queries, messages: readonly Message[], late: ReadonlySet<ToldGoal>) =>
  insertRejections(
    tx,
    messages[0]!.partition,
    messages.flatMap(({ partition: system, id: batch, payload }) => {
      const { received, goals } = payload as TelemetryPayload;
      return goals.flatMap((content, index) =>
        late.has(content)
          ? [{ system, batch, index, reason: "inferred-before", message: LATE, content, received }]
          : [],
      );
    }),
  );

const LATE =
  "the goal of this conversation was inferred before the evaluation came; a longer quietAfter waits for it";

const observation = (
  { id, time, goal, ...reference }: ToldGoal,
  messages: readonly StoredMessage[],
): NewObservation => ({
  id,
  ...(time > 0 && { time }),
  goal,
  // Also where none are there yet: that keeps the place among the windows for those that come.
  ...(namesOf(reference).length > 0 && { messages: [...messages] }),
});

type Names = Map<string, string>;
type Messages = Map<string, readonly StoredMessage[]>;

/** Which conversation each name means, as far as the store knows. */
async function knownNames(tx: Queries, system: string, told: readonly Reference[]): Promise<Names> {
  const rows = await conversationsNamed(tx, system, [...new Set(told.flatMap(namesOf))]);
  return new Map(rows.map(({ name, conversation }) => [name, conversation]));
}

/** Adds the turns to their conversations; `names` learns what these are called. Returns those that were touched. */
async function mergeTurns(
  tx: Queries,
  { system, settings }: LockedSystem,
  turns: readonly ToldTurn[],
  names: Names,
  now: number,
): Promise<Messages> {
  if (turns.length === 0) return new Map();
  const { placed, fresh } = place(turns, names);
  const rows = await conversationRows(tx, system, [...placed.values()]);
  const conversations: Messages = new Map(rows.map((row) => [row.conversation, row.messages]));
  const changed = new Set<string>();
  for (const turn of [...placed.keys()].sort((a, b) => a.time - b.time)) {
    const conversation = placed.get(turn)!;
    const known = conversations.get(conversation);
    const after = merged(known ?? [], turn.messages);
    if (after !== known) changed.add(conversation);
    conversations.set(conversation, after);
  }
  if (fresh.length > 0) await nameConversations(tx, system, fresh, now);
  if (changed.size === 0) return conversations;
  await saveConversations(
    tx,
    system,
    [...changed].map((conversation) => ({ conversation, messages: conversations.get(conversation)! })),
    settings.goalFile === undefined ? "never" : "open",
    now,
  );
  const told = new Map([...placed].flatMap(([turn, to]) => namesOf(turn).map((name) => [name, to] as const)));
  await settleAwaited(
    tx,
    system,
    [...told].map(([name, conversation]) => ({ name, conversation })),
  );
  return conversations;
}

/** The conversation of each turn, and the names that are new. A turn without any reference has nothing to be found by. */
function place(turns: readonly ToldTurn[], names: Names) {
  const placed = new Map<ToldTurn, string>();
  const fresh: ConversationName[] = [];
  // Those that name their conversation first: the others of their traces follow them.
  const named = ({ conversation }: ToldTurn) => (conversation === undefined ? 1 : 0);
  for (const turn of [...turns].sort((a, b) => named(a) - named(b))) {
    const own = namesOf(turn);
    const conversation = turn.conversation ?? lookUp(own, names) ?? own.at(-1);
    if (conversation === undefined) continue;
    placed.set(turn, conversation);
    for (const name of own.filter((name) => !names.has(name))) {
      names.set(name, conversation);
      fresh.push({ name, conversation });
    }
  }
  return { placed, fresh };
}

const lookUp = (names: readonly string[], known: Names): string | undefined =>
  names.map((name) => known.get(name)).find((one) => one !== undefined);

/** The messages of each goal's conversation, as far as they have come. */
async function attach(
  tx: Queries,
  system: string,
  goals: readonly ToldGoal[],
  names: Names,
  conversations: Messages,
): Promise<Map<ToldGoal, readonly StoredMessage[]>> {
  const wanted = new Map(goals.map((goal) => [goal, lookUp(namesOf(goal), names)]));
  const missing = [...new Set(wanted.values())].filter(
    (one): one is string => one !== undefined && !conversations.has(one),
  );
  const more = missing.length === 0 ? [] : await conversationRows(tx, system, missing);
  const all = new Map([...conversations, ...more.map((row) => [row.conversation, row.messages] as const)]);
  return new Map([...wanted].map(([goal, conversation]) => [goal, all.get(conversation ?? "") ?? []]));
}
