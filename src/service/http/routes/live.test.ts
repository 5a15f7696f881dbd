import { createParser, type EventSourceMessage } from "eventsource-parser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../../test/service.js";
import { createApp } from "../app.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
  const settings = { goals: ["help", "flatter"], intended: "help", window: { by: "observations", size: 10 } };
  await tested.ask("PUT", "/api/v1/systems/bot", settings);
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

let sent = 0;
const observe = (n: number) =>
  tested.ask("POST", "/api/v1/systems/bot/observations", {
    observations: Array.from({ length: n }, () => ({ id: sent++, goal: "help" })),
  });

/** The first `n` messages of a connection that goes on after `last`, which is then closed. */
async function messages(n: number, last?: string, meanwhile = async () => {}): Promise<EventSourceMessage[]> {
  const abort = new AbortController();
  const response = await tested.app.request("/api/v1/live", {
    signal: abort.signal,
    headers: last === undefined ? {} : { "last-event-id": last },
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const heard: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => heard.push(event) });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  await meanwhile();
  while (heard.length < n) parser.feed((await reader.read()).value ?? "");
  abort.abort();
  await reader.cancel();
  return heard;
}

const windows = (heard: readonly EventSourceMessage[]) =>
  heard.filter(({ event }) => event === undefined).map(({ data }) => JSON.parse(data).window.window);

it("tells what comes, and after a break goes on with what came meanwhile", async () => {
  const first = await messages(3, undefined, async () => {
    await observe(20);
  });
  expect(first[0]).toMatchObject({ event: "start", data: '{"resumed":false}' });
  expect(windows(first)).toEqual([0, 1]);
  await observe(30);
  const second = await messages(4, first.at(-1)!.id);
  expect(second[0]).toMatchObject({ event: "start", data: '{"resumed":true}' });
  expect(windows(second)).toEqual([2, 3, 4]);
  const third = await messages(2, second[2]!.id);
  expect(windows(third)).toEqual([4]);
});

it.each(["0x", "-3", "1e9", "nonsense"])("says that nothing is resumed after %s", async (last) => {
  const [start] = await messages(1, last);
  expect(start).toMatchObject({ event: "start", data: '{"resumed":false}' });
});

it("ends with the server, and does not keep it", async () => {
  const closing = new AbortController();
  const onError = (error: unknown) => tested.errors.push(error);
  const ending = createApp(tested.service, { onError, closing: closing.signal });
  const whole = (await ending.request("/api/v1/live")).text();
  closing.abort();
  expect(await whole).toMatch(/^event: start\nid: \d+\n/);
});
