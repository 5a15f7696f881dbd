/** A queue, a database and a handler that tell their work as spans, each part of the trace that led to it. */
import type { Database } from "../store/index.js";
import type { DurableQueue, Handler } from "../stream/queue.js";
import { here, type Tracing } from "./tracing.js";

const system = { "messaging.system": "telostat" };

/** What is appended carries the trace of who appends it. */
export function tracedQueue<Transaction>(
  queue: DurableQueue<Transaction>,
  tracing: Tracing,
): DurableQueue<Transaction> {
  if (!tracing.on) return queue;
  return {
    append(message) {
      if (here() === undefined) return queue.append(message);
      const attributes = {
        ...system,
        "messaging.operation.name": "append",
        "telostat.system": message.partition,
        "telostat.size": message.size,
      };
      return tracing.span(`append ${message.kind}`, { kind: "producer", attributes }, (span) =>
        queue.append({ ...message, trace: here() ?? null }).then((appended) => {
          span.set({ "telostat.repeated": appended.repeated });
          return appended;
        }),
      );
    },
    consume: (handler) => queue.consume(tracedHandler(handler, tracing)),
    waiting: (partition) => queue.waiting(partition),
    deadLetters: (most) => queue.deadLetters(most),
    replay: (id) => queue.replay(id),
  };
}

/** Part of the first message's trace, and linked to those of the others; untraced messages are handled untraced. */
const tracedHandler =
  <Transaction>(handle: Handler<Transaction>, tracing: Tracing): Handler<Transaction> =>
  (transaction, messages) => {
    const traces = messages.flatMap(({ trace }) => trace ?? []);
    const [parent, ...links] = traces;
    if (parent === undefined) return handle(transaction, messages);
    const attributes = {
      ...system,
      "messaging.operation.name": "process",
      "messaging.batch.message_count": messages.length,
      "telostat.system": messages[0]!.partition,
      "telostat.size": messages.reduce((sum, { size }) => sum + size, 0),
    };
    return tracing.span(`process ${messages[0]!.kind}`, { kind: "consumer", attributes, parent, links }, () =>
      handle(transaction, messages),
    );
  };

/** Transactions within something that is traced; those of idle workers are not told. */
export function tracedDatabase(database: Database, tracing: Tracing): Database {
  if (!tracing.on) return database;
  const { kind } = database;
  const attributes = { "db.system.name": "postgresql", "telostat.database": kind };
  return {
    kind,
    query: (sql, parameters) => database.query(sql, parameters),
    transaction: (work) =>
      here() === undefined
        ? database.transaction(work)
        : tracing.span("transaction", { kind: "client", attributes }, () => database.transaction(work)),
    ensureRoom: () => database.ensureRoom(),
    maintain: () => database.maintain(),
    close: () => database.close(),
  };
}
