import { randomBytes } from "node:crypto";
import {
  destinationSchema,
  destinationSettingsSchema,
  givenUpSchema,
  listQuerySchema,
  madeDestinationSchema,
  namePathSchema,
  retriedSchema,
  testedSchema,
} from "../../../contracts/index.js";
import { addressesOf, sampleNotice, TargetRefused } from "../../alerts/index.js";
import type { Service } from "../../service.js";
import {
  deleteDestination,
  destinationRows,
  destinationTarget,
  givenUp,
  insertAudit,
  insertDestination,
  retryFailed,
} from "../../store/index.js";
import { HttpProblem, notFound } from "../problem.js";
import { type Route, route } from "../route.js";

const list = route(
  {
    method: "GET",
    path: "/api/v1/destinations",
    summary: "Where alarms are sent, and how that goes",
    scope: "admin",
    status: 200,
    answer: destinationSchema.array(),
  },
  ({ service: { database } }) => destinationRows(database),
);

const make = route(
  {
    method: "POST",
    path: "/api/v1/destinations",
    summary:
      "Sends alarms to a webhook, Slack or an Alertmanager receiver; a webhook's secret is told this once",
    scope: "admin",
    body: destinationSettingsSchema,
    status: 201,
    answer: madeDestinationSchema,
  },
  async ({ service: { database, sender, now }, actor, body }) => {
    await ensureReachable(body.url, sender.connecting);
    const secret = body.kind === "webhook" ? randomBytes(32).toString("base64url") : null;
    const created = now();
    await database.transaction(async (tx) => {
      if (!(await insertDestination(tx, body, secret, created)))
        throw new HttpProblem(409, `there is a destination '${body.name}' already`, "name");
      const detail = { kind: body.kind, host: new URL(body.url).host };
      await insertAudit(tx, { time: created, actor, action: "make destination", subject: body.name, detail });
    });
    return { ...body, created, waiting: 0, failed: 0, lastError: null, secret };
  },
);

const remove = route(
  {
    method: "DELETE",
    path: "/api/v1/destinations/{name}",
    summary: "Sends nothing there any more, not even what waits",
    scope: "admin",
    parameters: namePathSchema,
    status: 204,
  },
  async ({ service: { database, now }, actor, parameters: { name } }) => {
    await database.transaction(async (tx) => {
      if (!(await deleteDestination(tx, name))) throw notFound(`destination '${name}'`);
      await insertAudit(tx, { time: now(), actor, action: "remove destination", subject: name, detail: {} });
    });
  },
);

const test = route(
  {
    method: "POST",
    path: "/api/v1/destinations/{name}/test",
    summary: "Sends a test now, once, and says how that went",
    scope: "admin",
    parameters: namePathSchema,
    status: 200,
    answer: testedSchema,
  },
  async ({ service: { database, sender, now }, actor, parameters: { name } }) => {
    const target = await destinationTarget(database, name);
    if (target === undefined) throw notFound(`destination '${name}'`);
    const outcome = await sender.send(target, sampleNotice(now())).then(
      () => ({ sent: true, detail: "taken" }),
      (error: Error) => ({ sent: false, detail: error.message }),
    );
    const action = "test destination";
    await insertAudit(database, { time: now(), actor, action, subject: name, detail: outcome });
    return outcome;
  },
);

const failed = route(
  {
    method: "GET",
    path: "/api/v1/destinations/{name}/failed",
    summary: "Notices that were given up, newest first, with what the receiver said",
    scope: "admin",
    parameters: namePathSchema,
    query: listQuerySchema,
    status: 200,
    answer: givenUpSchema.array(),
  },
  async ({ service: { database }, parameters: { name }, query: { most } }) => {
    if ((await destinationTarget(database, name)) === undefined) throw notFound(`destination '${name}'`);
    return givenUp(database, name, most);
  },
);

const retry = route(
  {
    method: "POST",
    path: "/api/v1/destinations/{name}/retry",
    summary: "Tries again what was given up, but for what a later notice of its alarm has overtaken",
    scope: "admin",
    parameters: namePathSchema,
    status: 200,
    answer: retriedSchema,
  },
  async ({ service, actor, parameters: { name } }) => {
    const { database, now } = service;
    if ((await destinationTarget(database, name)) === undefined) throw notFound(`destination '${name}'`);
    const retried = await database.transaction(async (tx) => {
      const count = await retryFailed(tx, name);
      const detail = { retried: count };
      await insertAudit(tx, { time: now(), actor, action: "retry destination", subject: name, detail });
      return count;
    });
    service.announce();
    return { retried };
  },
);

export const destinations: readonly Route[] = [list, make, remove, test, failed, retry];

/** A mistake is told now, and not with the first alarm. */
async function ensureReachable(url: string, { allowPrivate, resolve }: Connecting): Promise<void> {
  try {
    await addressesOf(new URL(url), allowPrivate, resolve);
  } catch (error) {
    const { message } = error as Error;
    throw new HttpProblem(
      422,
      error instanceof TargetRefused ? message : `the name does not resolve: ${message}`,
      "url",
    );
  }
}

type Connecting = Service["sender"]["connecting"];
