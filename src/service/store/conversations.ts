import type { Queries } from "./database.js";

export interface StoredMessage {
  readonly role: string;
  readonly text: string;
  /** What its calls of tools fit of a goal file, while its conversation waits to be inferred. */
  readonly matched?: unknown;
}

export interface Conversation {
  readonly conversation: string;
  readonly messages: readonly StoredMessage[];
}

/** Whether a conversation is an observation: not yet, soon, by inference, by the label of an evaluation, or never. */
export type Counted = "open" | "asked" | "inferred" | "labelled" | "never";

/** A name of a conversation, as `names` below give them. */
export interface ConversationName {
  readonly name: string;
  readonly conversation: string;
}

export const conversationRows = (
  tx: Queries,
  system: string,
  conversations: readonly string[],
): Promise<Conversation[]> =>
  tx.query<Conversation>(
    "SELECT conversation, messages FROM conversations WHERE system = $1 AND conversation = ANY($2::text[])",
    [system, conversations],
  );

export const saveConversations = (
  tx: Queries,
  system: string,
  conversations: readonly Conversation[],
  counted: Counted,
  now: number,
) =>
  tx.query(
    `INSERT INTO conversations (system, conversation, updated, messages, counted)
     SELECT $1, c.conversation, $2, c.messages, $5 FROM unnest($3::text[], $4::json[]) AS c(conversation, messages)
     ON CONFLICT (system, conversation) DO UPDATE SET updated = excluded.updated, messages = excluded.messages,
       counted = CASE conversations.counted WHEN 'asked' THEN 'open' ELSE conversations.counted END`,
    [
      system,
      now,
      conversations.map(({ conversation }) => conversation),
      conversations.map(({ messages }) => JSON.stringify(messages)),
      counted,
    ],
  );

/** They are in the queue, as they were at these times. */
export const askConversations = (
  db: Queries,
  system: string,
  conversations: readonly { readonly conversation: string; readonly updated: number }[],
) =>
  db.query(
    `UPDATE conversations c SET counted = 'asked' FROM unnest($2::text[], $3::float8[]) AS t(conversation, updated)
     WHERE c.system = $1 AND c.conversation = t.conversation AND c.updated = t.updated AND c.counted = 'open'`,
    [
      system,
      conversations.map(({ conversation }) => conversation),
      conversations.map(({ updated }) => updated),
    ],
  );

/** Conversations that nothing was added to since `time` and that are no observation yet, the longest quiet first. */
export const quietConversations = (
  tx: Queries,
  system: string,
  time: number,
  most: number,
): Promise<(Conversation & { readonly updated: number })[]> =>
  tx.query(
    `SELECT conversation, messages, updated FROM conversations
     WHERE system = $1 AND counted = 'open' AND updated <= $2 ORDER BY updated, conversation LIMIT $3`,
    [system, time, most],
  );

/** Systems of which there are conversations that are no observation yet. */
export async function systemsInConversation(db: Queries): Promise<string[]> {
  const rows = await db.query<{ system: string }>(
    "SELECT DISTINCT system FROM conversations WHERE counted = 'open' ORDER BY system",
  );
  return rows.map(({ system }) => system);
}

/** Of these, those that are no observation yet and to which nothing was added since. */
export async function stillQuiet(
  tx: Queries,
  system: string,
  conversations: readonly { readonly conversation: string; readonly updated: number }[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ conversation: string }>(
    `SELECT c.conversation FROM conversations c JOIN unnest($2::text[], $3::float8[]) AS t(conversation, updated)
       ON c.conversation = t.conversation AND c.updated = t.updated WHERE c.system = $1 AND c.counted IN ('open', 'asked')`,
    [
      system,
      conversations.map(({ conversation }) => conversation),
      conversations.map(({ updated }) => updated),
    ],
  );
  return new Set(rows.map(({ conversation }) => conversation));
}

export const countConversations = (
  tx: Queries,
  system: string,
  conversations: readonly string[],
  counted: Counted,
) =>
  tx.query("UPDATE conversations SET counted = $3 WHERE system = $1 AND conversation = ANY($2::text[])", [
    system,
    conversations,
    counted,
  ]);

/** Those of the conversations that are observations by inference. */
export async function inferredAmong(
  tx: Queries,
  system: string,
  conversations: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ conversation: string }>(
    "SELECT conversation FROM conversations WHERE system = $1 AND counted = 'inferred' AND conversation = ANY($2::text[])",
    [system, conversations],
  );
  return new Set(rows.map(({ conversation }) => conversation));
}

export const conversationsNamed = (
  tx: Queries,
  system: string,
  names: readonly string[],
): Promise<ConversationName[]> =>
  tx.query<ConversationName>(
    "SELECT name, conversation FROM conversation_names WHERE system = $1 AND name = ANY($2::text[])",
    [system, names],
  );

/** The first conversation that a name is given to keeps it. */
export const nameConversations = (
  tx: Queries,
  system: string,
  names: readonly ConversationName[],
  now: number,
) =>
  tx.query(
    `INSERT INTO conversation_names (system, name, conversation, updated)
     SELECT $1, n.name, n.conversation, $2 FROM unnest($3::text[], $4::text[]) AS n(name, conversation)
     ON CONFLICT (system, name) DO NOTHING`,
    [system, now, names.map(({ name }) => name), names.map(({ conversation }) => conversation)],
  );

/** Observations that wait for a conversation, each with all names it is awaited under. */
export const awaitConversations = (
  tx: Queries,
  system: string,
  awaited: readonly { readonly name: string; readonly observation: string }[],
  now: number,
) =>
  tx.query(
    `INSERT INTO awaited_conversations (system, name, observation, updated)
     SELECT $1, a.name, a.observation, $2 FROM unnest($3::text[], $4::text[]) AS a(name, observation)
     ON CONFLICT DO NOTHING`,
    [system, now, awaited.map(({ name }) => name), awaited.map(({ observation }) => observation)],
  );

/** Gives conversations that have come, under these names, to the observations that wait for them: they are labelled. */
export const settleAwaited = (tx: Queries, system: string, names: readonly ConversationName[]) =>
  tx.query(
    `WITH come AS (
       SELECT DISTINCT ON (a.observation) a.observation, c.conversation, c.messages
       FROM unnest($2::text[], $3::text[]) AS n(name, conversation)
       JOIN awaited_conversations a ON a.system = $1 AND a.name = n.name
       JOIN conversations c ON c.system = $1 AND c.conversation = n.conversation
       WHERE c.messages::text <> '[]'),
     labelled AS (UPDATE conversations c SET counted = 'labelled' FROM come
       WHERE c.system = $1 AND c.conversation = come.conversation),
     gone AS (DELETE FROM awaited_conversations WHERE system = $1 AND observation IN (SELECT observation FROM come))
     UPDATE transcripts t SET messages = come.messages FROM come WHERE t.system = $1 AND t.id = come.observation`,
    [system, names.map(({ name }) => name), names.map(({ conversation }) => conversation)],
  );
