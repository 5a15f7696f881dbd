import { afterAll, beforeAll, expect, it } from "vitest";
import { recorded } from "../../../test/recorded-queries.js";
import { ServiceUnderTest } from "../../../test/service.js";
import { windowsBetween } from "../store/index.js";
import { storedPreview } from "./alarm-preview.js";
import { thinnedWindows } from "./series.js";

const WINDOWS = 45_000;
const range = { system: "bot", epoch: 1 };
let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
  const settings = { goals: ["help", "flatter"], intended: "help", window: { by: "observations", size: 10 } };
  await tested.ask("PUT", "/api/v1/systems/bot", settings);
  // S is 0.3 but for a peak, a trough and a gap of one window each, and a rise at the end.
  await tested.service.database.query(
    `INSERT INTO windows (system, epoch, number, range_start, range_end, closed, body)
     SELECT 'bot', 1, i, 10 * i + 1, 10 * i + 11, 1700000000, jsonb_build_object('window', i, 'start', 10 * i + 1,
       'end', 10 * i + 11, 'closed', 1700000000, 'n', CASE WHEN i = 777 THEN 0 ELSE 10 END, 'gap', i = 777,
       'counts', jsonb_build_array(9, 1), 'drift', null, 'status', 'ok',
       'entropy', CASE WHEN i <> 777 THEN estimate(s) END, 'fidelity', CASE WHEN i <> 777 THEN estimate(1 - s) END)
     FROM (SELECT i, CASE i WHEN 20123 THEN 0.6 WHEN 30001 THEN 0.05 ELSE CASE WHEN i > 44900 THEN 0.6 ELSE 0.3 END END AS s
           FROM generate_series(0, ${WINDOWS - 1}) i) w`.replaceAll(
      /estimate\(([^)]*)\)/g,
      `jsonb_build_object('value', $1, 'lower', $1 - 0.1, 'upper', $1 + 0.1, 'level', 0.95, 'method', 'posterior', 'n', 10,
        'covers', 'multinomial sampling of labels, one window')`,
    ),
  );
}, 120_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

it("keeps peak, trough and gap of many windows, with their intervals", async () => {
  const { body } = await tested.ask("GET", "/api/v1/systems/bot/series?points=300");
  const numbers = body.windows.map(({ window }: { window: number }) => window);
  expect(numbers).toEqual(expect.arrayContaining([777, 20_123, 30_001]));
  expect(body.thinned).toBe(true);
  expect(numbers.length).toBeLessThanOrEqual(300);
  expect(numbers.length).toBeGreaterThan(100);
  expect(numbers).toEqual([...new Set<number>(numbers)].sort((a, b) => a - b));
  const peak = body.windows.find(({ window }: { window: number }) => window === 20_123);
  expect(peak.entropy).toMatchObject({ value: 0.6, lower: 0.5, upper: 0.7 });
});

it("gives every window of a short range, in order", async () => {
  const { body } = await tested.ask("GET", "/api/v1/systems/bot/series?points=300&from=200001&to=201001");
  expect(body.thinned).toBe(false);
  expect(body.windows.map(({ end }: { end: number }) => end)).toEqual(
    Array.from({ length: 100 }, (_, i) => 200_011 + 10 * i),
  );
  const none = await thinnedWindows(tested.service.database, { ...range, from: 1e9 }, 100);
  expect(none).toEqual({ windows: [], thinned: false });
});

it("reads no more at once than its answer has, and by the index alone", async () => {
  await tested.service.database.maintain();
  const db = recorded(tested.service.database);
  const { windows } = await thinnedWindows(db, range, 300);
  await storedPreview(db, range, {}, 2);
  for (const { plan, sql } of db.seen) {
    expect(plan, sql).toContain("using windows_by_end");
    expect(plan, sql).not.toMatch(/Seq Scan|Sort/);
  }
  expect(JSON.stringify(windows).length).toBeLessThan(200_000);
  expect(Math.max(...db.seen.map(({ size }) => size))).toBeLessThan(600_000);
});

it("previews a rule over the latest windows of many, learning from the first", async () => {
  const preview = await storedPreview(tested.service.database, range, { falseAlarmInterval: 1000 }, 2);
  expect(preview.threshold).toBeGreaterThan(0);
  expect(preview.statistics.length).toBeLessThanOrEqual(4000);
  expect(preview.statistics[0]!.end).toBeLessThan(1000);
  expect(preview.alarms).toHaveLength(1);
  expect(preview.alarms[0]!.evidence.value.value).toBe(0.6);
  let asked = 0;
  const left = await storedPreview(tested.service.database, range, {}, 2, () => asked++ < 2);
  expect(left.statistics).toHaveLength(1000);
  const [first] = await windowsBetween(tested.service.database, range, 1);
  expect(first).toMatchObject({ window: 0 });
});
