import type { Queries } from "./database.js";

export interface StoredMessage {
  readonly role: string;
  readonly text: string;
}

export interface Conversation {
  readonly conversation: string;
  readonly messages: readonly StoredMessage[];
}

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
  now: number,
) =>
  tx.query(
    `INSERT INTO conversations (system, conversation, updated, messages)
     SELECT $1, c.conversation, $2, c.messages FROM unnest($3::text[], $4::json[]) AS c(conversation, messages)
     ON CONFLICT (system, conversation) DO UPDATE SET updated = excluded.updated, messages = excluded.messages`,
    [
      system,
      now,
      conversations.map(({ conversation }) => conversation),
      conversations.map(({ messages }) => JSON.stringify(messages)),
    ],
  );

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

/** Gives conversations that have come, under these names, to the observations that wait for them. */
export const settleAwaited = (tx: Queries, system: string, names: readonly ConversationName[]) =>
  tx.query(
    `WITH come AS (
       SELECT DISTINCT ON (a.observation) a.observation, c.messages
       FROM unnest($2::text[], $3::text[]) AS n(name, conversation)
       JOIN awaited_conversations a ON a.system = $1 AND a.name = n.name
       JOIN conversations c ON c.system = $1 AND c.conversation = n.conversation
       WHERE c.messages::text <> '[]'),
     gone AS (DELETE FROM awaited_conversations WHERE system = $1 AND observation IN (SELECT observation FROM come))
     UPDATE transcripts t SET messages = come.messages FROM come WHERE t.system = $1 AND t.id = come.observation`,
    [system, names.map(({ name }) => name), names.map(({ conversation }) => conversation)],
  );
