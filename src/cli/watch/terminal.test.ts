import { PassThrough } from "node:stream";
import { createLogUpdate } from "log-update";
import { expect, it } from "vitest";
import { sized } from "./terminal.js";

it.each([
  [0, 0],
  [24, 80],
])("is drawn on where it says it has %i rows and %i columns", (rows, columns) => {
  const terminal = Object.assign(new PassThrough(), { rows, columns, isTTY: true });
  createLogUpdate(sized(terminal as unknown as NodeJS.WriteStream))("S 0.3\nalarm");
  expect(String(terminal.read())).toMatch(/S 0\.3\nalarm/);
});
