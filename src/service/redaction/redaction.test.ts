import { describe, expect, it } from "vitest";
import { redactionFileSchema } from "../../contracts/index.js";
import { redacting, redaction } from "./redaction.js";

const all = redaction(redactionFileSchema.parse({ redact: ["email", "phone", "card", "ip"] }));

describe("redaction", () => {
  it.each([
    ["write to ada.lovelace+x@example.co.uk, please", "write to [email], please"],
    ["call +49 (30) 1234-5678 or 555-867-5309.", "call [phone] or [phone]."],
    ["card 4111 1111 1111 1111 is Visa's test card", "card [card] is Visa's test card"],
    ["from 192.168.0.1 and 2001:db8::1", "from [ip] and [ip]"],
    [
      "at 2026-01-05T10:00:00Z, 4111 1111 1111 1112, version 1.2.3, 999.1.1.1",
      "at 2026-01-05T10:00:00Z, 4111 1111 1111 1112, version 1.2.3, 999.1.1.1",
    ],
  ])("%s", (text, left) => {
    expect(all(text)).toBe(left);
  });

  it("takes patterns of one's own, in order, and says which one is none", () => {
    const own = { name: "ticket", pattern: "T-\\d+" };
    expect(redaction({ redact: [own, "email"] })("T-12 of a@b.example")).toBe("[ticket] of [email]");
    expect(redaction({ redact: [{ ...own, replacement: "$&" }] })("T-12")).toBe("$&");
    expect(() => redaction({ redact: ["ip", { name: "x", pattern: "(" }] })).toThrow(/redact\[1\]\.pattern/);
    expect(() => redaction({ redact: [{ name: "x", pattern: "a*" }] })).toThrow(/empty/);
  });

  it("stays in proportion to the text", () => {
    for (const piece of ["a", "1", "1 ", "a.", ":", "a@", "1.1."])
      expect(all(piece.repeat(20_000))).toBeDefined();
  });

  it("reaches the queue before anything is stored", async () => {
    const stored: unknown[] = [];
    const queue = redacting(
      { append: async ({ payload }: { payload: unknown }) => stored.push(payload) } as never,
      all,
    );
    const messages = [{ role: "user", text: "I am a@b.example" }];
    await queue.append({
      partition: "s",
      kind: "observations",
      id: "1",
      size: 2,
      payload: { received: 1, observations: [{ goal: "a@b.example" }, { goal: "g", messages }] },
    });
    await queue.append({
      partition: "s",
      kind: "telemetry",
      id: "2",
      size: 1,
      payload: { turns: [{ id: "t", messages }], goals: [] },
    });
    expect(stored.pop()).toEqual({
      turns: [{ id: "t", messages: [{ role: "user", text: "I am [email]" }] }],
      goals: [],
    });
    expect(stored).toEqual([
      {
        received: 1,
        observations: [
          { goal: "a@b.example" },
          { goal: "g", messages: [{ role: "user", text: "I am [email]" }] },
        ],
      },
    ]);
  });
});
