import {
  accessSchema,
  idPathSchema,
  keySchema,
  madeKeySchema,
  newKeySchema,
} from "../../../contracts/index.js";
import { KeyRefused, listKeys, makeKey, removeKey } from "../../keys/index.js";
import { HttpProblem, notFound } from "../problem.js";
import { type Route, route } from "../route.js";

const access = route(
  {
    method: "GET",
    path: "/api/v1/access",
    summary: "Who asks, and what they may",
    scope: "read",
    status: 200,
    answer: accessSchema,
  },
  async ({ actor, scopes }) => ({ name: actor, scopes: [...scopes] }),
);

const list = route(
  {
    method: "GET",
    path: "/api/v1/keys",
    summary: "The API keys, without what is secret of them",
    scope: "admin",
    status: 200,
    answer: keySchema.array(),
  },
  ({ service: { database } }) => listKeys(database),
);

const make = route(
  {
    method: "POST",
    path: "/api/v1/keys",
    summary: "Makes an API key, and tells it this once; the first must be of scope admin",
    scope: "admin",
    body: newKeySchema,
    status: 201,
    answer: madeKeySchema,
  },
  ({ service: { database, now }, actor, body }) =>
    makeKey(database, body, { actor, time: now() }).catch(refused),
);

const remove = route(
  {
    method: "DELETE",
    path: "/api/v1/keys/{id}",
    summary: "Removes an API key: it is refused from now on, and by other processes in 5 seconds",
    scope: "admin",
    parameters: idPathSchema,
    status: 204,
  },
  async ({ service: { database, now }, actor, parameters: { id } }) => {
    if (!(await removeKey(database, id, { actor, time: now() }).catch(refused)))
      throw notFound(`key '${id}'`);
  },
);

export const keys: readonly Route[] = [access, list, make, remove];

function refused(error: unknown): never {
  throw error instanceof KeyRefused ? new HttpProblem(409, error.message) : error;
}
