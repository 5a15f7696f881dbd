/** Requests to the service: JSON both ways, and its problems as errors. Answers are what the contracts say. */
import type { Problem } from "../../contracts/index.js";
import { access, authorisation } from "./key.svelte.js";

export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** 0 where no answer came. */
    readonly status: number,
    message: string,
    /** Where in what was sent: "window.size". */
    readonly position?: string,
  ) {
    super(message);
  }
}

/** What is wrong, where the place is plain. */
export function complaint(error: Error): string {
  const place = error instanceof ApiError ? `${error.position}: ` : "";
  return error.message.toLowerCase().startsWith(place.toLowerCase())
    ? sentence(error.message.slice(place.length))
    : error.message;
}

/** Whether the service may answer when it is back. */
export const unanswered = (error: Error | undefined): boolean =>
  error instanceof ApiError && error.status === 0;

export async function request<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const { key } = access;
  const response = await fetch(`/api/v1${path}`, {
    ...init,
    headers: { accept: "application/json", ...authorisation(), ...init.headers },
  }).catch(() => {
    throw new ApiError(0, "The service does not answer. This page goes on by itself once it does.");
  });
  if (response.status === 204) return undefined as Answer;
  if (response.ok) return response.json() as Promise<Answer>;
  // A key that came meanwhile has not been refused.
  if (response.status === 401 && access.key === key) access.refused = true;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  throw new ApiError(
    response.status,
    sentence(problem?.detail ?? `the service answered ${response.status}`),
    problem?.position,
  );
}

/** The service's problems begin in lower case, but for a name. */
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const sent = (method: "POST" | "PUT", body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** One step of a path. */
export const step = encodeURIComponent;
