/** What the service is asked on the pages for who runs it. */
import type {
  AuditEntry,
  DeadLetter,
  Destination,
  DestinationSettings,
  Key,
  MadeDestination,
  MadeKey,
  NewKey,
  Tested,
} from "../../contracts/index.js";
import { request, sent, step } from "../api/request.js";

const destination = (name: string, rest = ""): string => `/destinations/${step(name)}${rest}`;

export const admin = {
  destinations: () => request<Destination[]>("/destinations"),
  addDestination: (settings: DestinationSettings) =>
    request<MadeDestination>("/destinations", sent("POST", settings)),
  test: (name: string) => request<Tested>(destination(name, "/test"), { method: "POST" }),
  retry: (name: string) => request<{ retried: number }>(destination(name, "/retry"), { method: "POST" }),
  removeDestination: (name: string) => request<void>(destination(name), { method: "DELETE" }),
  keys: () => request<Key[]>("/keys"),
  addKey: (key: NewKey) => request<MadeKey>("/keys", sent("POST", key)),
  removeKey: (id: string) => request<void>(`/keys/${step(id)}`, { method: "DELETE" }),
  audit: (most: number) => request<AuditEntry[]>(`/audit?most=${most}`),
  deadLetters: (most: number) => request<DeadLetter[]>(`/dead-letters?most=${most}`),
  replay: (id: number) => request<void>(`/dead-letters/${id}/replay`, { method: "POST" }),
};
