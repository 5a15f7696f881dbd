/** Coarse behaviours of a written answer, told from its form: no judgement of its content. */
export const behaviours = ["declines", "code", "list", "paragraphs", "passage"] as const;

/** How many characters an answer has to decline in: models that answer may apologise later. */
const OPENING = 200;

const DECLINES =
  /\b(?:I'm sorry|I apologi[sz]e|I cannot|I can't|I am unable|I'm unable|as an AI|I do not have|I don't have)\b/i;
const CODE = /```|^(?:def |import |#include|SELECT |<html)/m;
const ITEM = /^\s*(?:[-*•]|\d+[.)])\s+/gm;

/** Index in `behaviours`: the first that fits. A list has two items or more, paragraphs are three or more. */
export function behaviourOf(answer: string): number {
  const text = answer.trim();
  if (DECLINES.test(text.slice(0, OPENING))) return 0;
  if (CODE.test(text)) return 1;
  if ((text.match(ITEM)?.length ?? 0) >= 2) return 2;
  return text.split(/\n\s*\n/).filter((part) => part.trim() !== "").length >= 3 ? 3 : 4;
}

export const wordsOf = (answer: string): number => answer.split(/\s+/).filter((word) => word !== "").length;
