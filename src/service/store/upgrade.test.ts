import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemSettingsSchema } from "../../contracts/index.js";
import { alarmRow } from "./alarms.js";
import type { Database } from "./database.js";
import { migrate } from "./migrate.js";
import { migrations } from "./migrations/index.js";
import { openPglite } from "./pglite.js";
import { deleteSystem, epochRows, systemRow } from "./systems.js";
import { transcriptsBetween } from "./transcripts.js";
import { windowsBetween } from "./windows.js";

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-upgrade-"));
  database = await openPglite(folder);
}, 60_000);
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const settings = (by: "time" | "observations") =>
  systemSettingsSchema.parse({ goals: ["a", "b"], intended: "a", window: { by, size: 10 } });
const window = {
  window: 0,
  start: 90,
  end: 100,
  closed: 101,
  n: 3,
  gap: false,
  counts: [2, 1],
  entropy: { value: 0.6, lower: 0.4, upper: 0.7, level: 0.95, method: "nsb", n: 3, covers: "labels" },
  fidelity: null,
  drift: null,
  status: "ok",
};
const alarm = { id: "timed.one.2.entropy.1", system: "timed.one", state: "open", raisedAt: 9 };
const messages = [{ role: "user", text: "hi" }];

/** Rows as a service of that version wrote them: what came with a later one has its default, or is filled in here. */
const fixtures: readonly {
  readonly since: number;
  readonly rows: readonly [table: string, row: object][];
}[] = [
  {
    since: 1,
    rows: [
      ...(["time", "observations"] as const).map((by): [string, object] => [
        "systems",
        {
          system: by === "time" ? "timed.one" : "counted",
          created: 5,
          settings: settings(by),
          epoch: 3,
          observed: 7,
          status: "ok",
        },
      ]),
      ["observations", { system: "timed.one", id: "o1", time: 100, received: 101, goal: "b", content: "x" }],
      [
        "windows",
        {
          system: "timed.one",
          epoch: 3,
          number: 0,
          range_start: 90,
          range_end: 100,
          closed: 101,
          body: window,
        },
      ],
      [
        "rejections",
        {
          system: "timed.one",
          batch: "m",
          place: 1,
          reason: "late",
          message: "late",
          content: { goal: "a" },
          received: 101,
        },
      ],
      ["events", { id: "e", system: "counted", time: 6, kind: "note", text: "a note" }],
    ],
  },
  {
    since: 2,
    rows: [
      [
        "queue",
        {
          partition: "counted",
          kind: "observations",
          id: "m",
          payload: { received: 1 },
          size: 4,
          appended: 1,
        },
      ],
      ["taken", { partition: "counted", id: "m", appended: 1 }],
      [
        "dead_letters",
        {
          partition: "counted",
          kind: "observations",
          message: "d",
          payload: { received: 2 },
          failed: 3,
          attempts: 5,
          error: "no",
        },
      ],
      ["live", { system: "counted", time: 4, body: { kind: "window", system: "counted", window } }],
      [
        "destinations",
        { name: "hook", kind: "webhook", url: "https://example.org", secret: "s", created: 1 },
      ],
      ["deliveries", { destination: "hook", notice: { id: "n" }, notice_id: "n", created: 2 }],
      ["runs", { run: "r", settings: { system: "counted" }, policy: {}, steps: 1, created: 1 }],
      ["run_steps", { run: "r", step: 1, time: 2, request: {}, answer: { gamma: 1 }, point: { step: 1 } }],
      ["audit", { time: 1, actor: "me", action: "create system", subject: "counted", detail: {} }],
    ],
  },
  {
    since: 4,
    rows: [
      ["conversations", { system: "counted", conversation: "c", updated: 1, messages }],
      ["conversation_names", { system: "counted", name: "trace:t", conversation: "c", updated: 1 }],
    ],
  },
];

/** What version 3 keeps of epochs is written by that version itself from then on. */
const withEpochs = (version: number): [string, object][] => {
  const alarms = { ...alarm, raised_at: 9, body: alarm };
  const { raisedAt: _, ...row } = alarms;
  const transcript = { system: "timed.one", id: "o1", time: 100, goal: "b", messages };
  if (version < 3)
    return [
      ["alarms", row],
      ["transcripts", transcript],
    ];
  return [
    ["alarms", { ...row, epoch: 2 }],
    ["transcripts", { ...transcript, epoch: 3, position: 100 }],
    ["epochs", { system: "timed.one", epoch: 3, settings: settings("time"), since: 5 }],
    ["epochs", { system: "counted", epoch: 3, settings: settings("observations"), since: 5 }],
  ];
};

async function insert(table: string, row: object): Promise<void> {
  const values = Object.values(row).map((value) =>
    typeof value === "object" ? JSON.stringify(value) : value,
  );
  await database.query(
    `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${values.map((_, i) => `$${i + 1}`).join(", ")})`,
    values,
  );
}

const versions = migrations.slice(0, -1).map((_, i) => i + 1);

it.each(versions)(
  "upgrades tables of version %i with what is in them",
  async (version) => {
    await database.query("DROP SCHEMA public CASCADE");
    await database.query("CREATE SCHEMA public");
    await migrate(database, version);
    const written = fixtures.filter(({ since }) => since <= version).flatMap(({ rows }) => rows);
    const rows = [...written, ...withEpochs(version)];
    for (const [table, row] of rows) await insert(table, row);
    if (version >= 5) await database.query("UPDATE systems SET newest = 100 WHERE system = 'timed.one'");

    expect(await migrate(database)).toEqual(migrations.slice(version).map(({ name }) => name));
    for (const table of new Set(rows.map(([table]) => table))) {
      const [count] = await database.query(`SELECT count(*) AS count FROM ${table}`);
      expect(count, table).toEqual({ count: rows.filter(([name]) => name === table).length });
    }
    expect(await systemRow(database, "counted")).toMatchObject({ epoch: 3, observed: 7, newest: null });
    expect(await systemRow(database, "timed.one")).toMatchObject({ newest: 100 });
    expect(await epochRows(database, "counted")).toEqual([
      { epoch: 3, settings: settings("observations"), since: 5 },
    ]);
    const place = { epoch: 3, from: 90, to: 110, intended: "a", most: 10 };
    expect(await transcriptsBetween(database, "timed.one", place)).toEqual([
      { id: "o1", time: 100, goal: "b", messages },
    ]);
    expect(await windowsBetween(database, { system: "timed.one", epoch: 3 }, 10)).toEqual([window]);
    expect(await database.query("SELECT entropy FROM windows")).toEqual([{ entropy: 0.6 }]);
    expect((await alarmRow(database, alarm.id))?.epoch).toBe(2);
    if (version >= 2) {
      expect(await database.query("SELECT payload, size FROM queue")).toEqual([
        { payload: { received: 1 }, size: 4 },
      ]);
      expect(await database.query("SELECT payload, size FROM dead_letters")).toEqual([
        { payload: { received: 2 }, size: 1 },
      ]);
    }

    expect(await deleteSystem(database, "timed.one")).toBe(true);
    expect(await deleteSystem(database, "timed.one")).toBe(false);
    for (const table of ["observations", "transcripts", "alarms", "windows", "rejections"])
      expect(await database.query(`SELECT 1 FROM ${table}`)).toEqual([]);
  },
  60_000,
);
