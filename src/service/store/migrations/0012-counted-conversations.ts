/** Conversations told of by spans become observations: those that are there already do not. */
export const countedConversations = `
ALTER TABLE conversations ADD COLUMN counted text NOT NULL DEFAULT 'never';
CREATE INDEX conversations_open ON conversations (system, updated) WHERE counted = 'open';
`;
