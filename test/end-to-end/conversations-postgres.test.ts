import { expect, it } from "vitest";
import { chatOf, refund, sell } from "../conversations.js";
import { ServiceUnderTest } from "../service.js";
import { settings } from "../uploads.js";
import { postgresPrograms, startCluster } from "./postgres-cluster.js";

const attributes = (pairs: Record<string, string>) =>
  Object.entries(pairs).map(([key, stringValue]) => ({ key, value: { stringValue } }));
const spans = (conversation: string) => ({
  resourceSpans: [
    {
      resource: { attributes: attributes({ "service.name": "shop" }) },
      scopeSpans: [
        {
          spans: [
            {
              traceId: "1".padStart(32, "0"),
              spanId: "1".padStart(16, "0"),
              name: "chat",
              startTimeUnixNano: "1700000000000000000",
              endTimeUnixNano: "1700000001000000000",
              attributes: attributes({
                "gen_ai.operation.name": "chat",
                "gen_ai.conversation.id": conversation,
                "gen_ai.output.messages": JSON.stringify([
                  { role: "assistant", parts: [{ type: "tool_call", id: "1", name: "find", arguments: {} }] },
                ]),
              }),
            },
          ],
        },
      ],
    },
  ],
});

it.skipIf(postgresPrograms === undefined)(
  "counts each conversation once, uploaded or told of by spans, by two processes on one PostgreSQL (needs PostgreSQL's own programs)",
  async () => {
    const cluster = await startCluster(3);
    const services = [
      await ServiceUnderTest.open({ url: cluster.url }),
      await ServiceUnderTest.open({ url: cluster.url }),
    ] as const;
    try {
      const [one, other] = services;
      await one.ask("PUT", "/api/v1/systems/shop", { ...settings, quietAfter: 10 });
      const file = chatOf(40, refund) + chatOf(40, sell, (i) => ({ id: `s${i}` }));
      const upload = (service: ServiceUnderTest) =>
        service.app.request("/api/v1/systems/shop/uploads", {
          method: "POST",
          body: file,
          headers: { "content-type": "application/x-ndjson" },
        });
      const answers = await Promise.all([upload(one), upload(other)]);
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
      for (let i = 0; i < 30; i++)
        expect((await services[i % 2]!.ask("POST", "/v1/traces", spans(`c${i}`))).status).toBe(200);
      await one.settled();
      for (const service of services) service.now += 100;
      const counted = async () => {
        const rows = await one.service.database.query<{ id: string }>("SELECT id FROM observations");
        return rows.map(({ id }) => id);
      };
      // Both listen for what is quiet, every few seconds.
      for (let i = 0; i < 200 && (await counted()).length < 110; i++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      await one.settled();
      const ids = await counted();
      expect(new Set(ids).size).toBe(110);
      expect(ids.filter((id) => id.startsWith("conversation:"))).toHaveLength(30);
      const { body } = await one.ask("GET", "/api/v1/systems/shop/trust");
      expect(body).toMatchObject({ observations: 110, rejected: {}, failed: 0 });
    } finally {
      for (const service of services) await service.close();
      await cluster.remove();
    }
    for (const { errors } of services) expect(errors).toEqual([]);
  },
  120_000,
);
