import { observations } from "./0001-observations.js";
import { operation } from "./0002-operation.js";
import { epochs } from "./0003-epochs.js";
import { conversations } from "./0004-conversations.js";
import { newest } from "./0005-newest.js";
import { alarmOrder } from "./0006-alarm-order.js";
import { standingAlarms } from "./0007-standing-alarms.js";
import { inferences } from "./0008-inferences.js";
import { slices } from "./0009-slices.js";
import { insight } from "./0010-insight.js";
import { runRecords } from "./0011-run-records.js";
import { countedConversations } from "./0012-counted-conversations.js";

/** In order; the number of a migration is its place from 1. Never changed once released, only added to. */
export const migrations: readonly { readonly name: string; readonly sql: string }[] = [
  { name: "observations", sql: observations },
  { name: "operation", sql: operation },
  { name: "epochs", sql: epochs },
  { name: "conversations", sql: conversations },
  { name: "newest", sql: newest },
  { name: "alarm-order", sql: alarmOrder },
  { name: "standing-alarms", sql: standingAlarms },
  { name: "inferences", sql: inferences },
  { name: "slices", sql: slices },
  { name: "insight", sql: insight },
  { name: "run-records", sql: runRecords },
  { name: "counted-conversations", sql: countedConversations },
];
