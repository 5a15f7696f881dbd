/** Conversations told of by spans, kept until an evaluation says which goal was seen in them, and the other way round. */
export const conversations = `
CREATE TABLE conversations (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  conversation text NOT NULL,
  updated double precision NOT NULL,
  messages json NOT NULL,
  PRIMARY KEY (system, conversation)
);
CREATE INDEX conversations_by_update ON conversations (updated);

-- By which else a conversation is known: a trace, or a response in it.
CREATE TABLE conversation_names (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  name text NOT NULL,
  conversation text NOT NULL,
  updated double precision NOT NULL,
  PRIMARY KEY (system, name)
);
CREATE INDEX conversation_names_by_update ON conversation_names (updated);

-- Observations whose conversation has not come yet.
CREATE TABLE awaited_conversations (
  system text NOT NULL REFERENCES systems ON DELETE CASCADE,
  name text NOT NULL,
  observation text NOT NULL,
  updated double precision NOT NULL,
  PRIMARY KEY (system, name, observation)
);
CREATE INDEX awaited_conversations_by_update ON awaited_conversations (updated);
`;
