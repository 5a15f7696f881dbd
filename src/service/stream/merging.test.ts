import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST, merged } from "./merging.js";

const of = (...texts: string[]) =>
  texts.map((text) => ({
    role: text.startsWith("-> ") || text.startsWith("a") ? "assistant" : "user",
    text,
  }));

describe("a conversation", () => {
  it("grows by what each span has that was not there", () => {
    const first = merged([], of("u1", "a1"));
    expect(merged(first, of("u1", "a1", "u2", "a2"))).toEqual(of("u1", "a1", "u2", "a2"));
  });

  it("takes what comes late to its place", () => {
    expect(merged(of("u1", "a2"), of("system", "u1", "a1", "a2"))).toEqual(of("system", "u1", "a1", "a2"));
  });

  it("keeps a second message of the same text in one list", () => {
    expect(merged(of("yes"), of("yes", "a", "yes"))).toEqual(of("yes", "a", "yes"));
  });

  it("does not tell a tool's call twice", () => {
    const call = "-> look({})";
    expect(merged(of("u", `a let me see\n${call}`), of(call, "u2"))).toEqual(
      of("u", `a let me see\n${call}`, "u2"),
    );
  });

  it("keeps the last messages of a long one", () => {
    const many = of(...Array.from({ length: LONGEST + 5 }, (_, i) => `u${i}`));
    expect(merged([], many)).toEqual(many.slice(5));
  });

  it("is the same when a span is told again", () => {
    const list = fc.array(fc.constantFrom(..."uvwxyz"), { maxLength: 8 }).map((texts) => of(...texts));
    fc.assert(
      fc.property(list, list, (known, told) => {
        const once = merged(merged([], known), told);
        expect(merged(once, told)).toBe(once);
        expect(merged(once, known)).toBe(once);
      }),
      { seed: 8 },
    );
  });
});
