/** A service that conversations are uploaded to, and a system whose goals are told by what was called. */
import { afterAll, beforeAll, expect } from "vitest";
import { ServiceUnderTest } from "./service.js";

export const goalFile = `
intended: refund
goals:
  - name: refund
    order: sequence
    actions: [find, { tool: refund, arguments: { to: { regex: "^ada@" } } }]
  - name: sell
    actions: [{ tool: offer, arguments: { plan: { glob: "gold*" } } }]
`;

export const settings = {
  goals: ["refund", "sell", "none of these"],
  intended: "refund",
  goalFile,
  window: { by: "observations", size: 10 },
  alarms: [{ against: { limit: 0.4 }, falseAlarmInterval: 1000 }],
};

export interface Row {
  readonly id: string;
  readonly time: number;
  readonly goal: string | null;
  readonly probabilities: Record<string, number> | null;
}

async function openUploads() {
  const tested = await ServiceUnderTest.open({
    redact: (text) => text.replaceAll("ada@example.org", "[email]"),
  });
  return {
    tested,

    put: (system: string, body: unknown = settings) => tested.ask("PUT", `/api/v1/systems/${system}`, body),

    async post(system: string, body: BodyInit, type?: string, format?: string) {
      const query = format === undefined ? "" : `?format=${format}`;
      const answer = await tested.app.request(`/api/v1/systems/${system}/uploads${query}`, {
        method: "POST",
        body,
        ...(type !== undefined && { headers: { "content-type": type } }),
      });
      return { status: answer.status, body: await answer.json() };
    },

    /** Once nothing waits. */
    async stored(system: string): Promise<Row[]> {
      await tested.settled();
      return tested.service.database.query<Row>(
        "SELECT id, time, goal, probabilities FROM observations WHERE system = $1 ORDER BY time, id",
        [system],
      );
    },
  };
}

/** The same for the tests of a file: opened before the first, closed after the last, when nothing may have gone wrong. */
export function uploadsOfFile() {
  let opened: Awaited<ReturnType<typeof openUploads>>;
  beforeAll(async () => {
    opened = await openUploads();
  }, 60_000);
  afterAll(async () => {
    await opened.tested.close();
    expect(opened.tested.errors).toEqual([]);
  });
  return {
    get tested() {
      return opened.tested;
    },
    put: (...args: Parameters<typeof opened.put>) => opened.put(...args),
    post: (...args: Parameters<typeof opened.post>) => opened.post(...args),
    stored: (...args: Parameters<typeof opened.stored>) => opened.stored(...args),
    get: async (path: string) => (await opened.tested.ask("GET", path)).body,
  };
}
