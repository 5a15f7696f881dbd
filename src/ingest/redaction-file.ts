import { type RedactionFile, redactionFileSchema } from "../contracts/index.js";
import { readDocument } from "./document.js";
import type { Input } from "./input.js";

/** Reads what is to be taken out of messages, YAML or JSON. @throws InputError at the line of the first thing that is wrong. */
export async function readRedactionFile(input: Input): Promise<RedactionFile> {
  const { value } = await readDocument(input, redactionFileSchema, "a redaction file");
  return value;
}
