/** For who runs the service: who changed what, and what could not be read. */
import { auditSchema, deadLetterSchema, idPathSchema, listQuerySchema } from "../../../contracts/index.js";
import { auditRows, insertAudit } from "../../store/index.js";
import { notFound } from "../problem.js";
import { type Route, route } from "../route.js";

const audit = route(
  {
    method: "GET",
    path: "/api/v1/audit",
    summary: "Who changed what, newest first",
    scope: "admin",
    query: listQuerySchema,
    status: 200,
    answer: auditSchema.array(),
  },
  async ({ service: { database }, query: { most } }) => [...(await auditRows(database, most))],
);

const deadLetters = route(
  {
    method: "GET",
    path: "/api/v1/dead-letters",
    summary: "Messages that could not be handled, newest first",
    scope: "admin",
    query: listQuerySchema,
    status: 200,
    answer: deadLetterSchema.array(),
  },
  ({ service: { queue }, query: { most } }) => queue.deadLetters(most),
);

const replay = route(
  {
    method: "POST",
    path: "/api/v1/dead-letters/{id}/replay",
    summary: "Puts a message back into the queue",
    scope: "admin",
    parameters: idPathSchema,
    status: 204,
  },
  async ({ service, actor, parameters: { id } }) => {
    const number = Number(id);
    if (!Number.isSafeInteger(number) || !(await service.queue.replay(number)))
      throw notFound(`dead letter '${id}'`);
    await insertAudit(service.database, {
      time: service.now(),
      actor,
      action: "replay dead letter",
      subject: id,
      detail: {},
    });
    service.wake();
  },
);

export const operation: readonly Route[] = [audit, deadLetters, replay];
