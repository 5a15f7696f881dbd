import type { Problem, Schema } from "../../contracts/index.js";

/** What is told a client that asked for something that cannot be, as RFC 9457 has it. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";

  constructor(
    readonly status: number,
    message: string,
    /** Where in the request: "observations[3].goal". */
    readonly position?: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  body(): Problem {
    return {
      type: "about:blank",
      title: titles[this.status] ?? "Error",
      status: this.status,
      detail: this.message,
      ...(this.position === undefined ? {} : { position: this.position }),
    };
  }
}

/** How clients of one kind are told of failures. */
export interface Failures {
  speaks(path: string): boolean;
  /** Of the schema in the OpenAPI document. */
  readonly name: string;
  readonly schema: Schema;
  /** Content types; those that are not of JSON have no schema. */
  readonly types: readonly string[];
  /** @param type the content type of the request. */
  answer(problem: HttpProblem, type: string): Response;
}

/** There is nothing at this path at all, or not by this method. */
export class NoSuchPath extends HttpProblem {}

export const notFound = (what: string): HttpProblem => new HttpProblem(404, `there is no ${what}`);

const titles: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not authenticated",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  421: "Misdirected request",
  422: "Cannot be processed",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
  507: "Out of storage",
};
