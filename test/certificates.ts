import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const openssl = (folder: string, command: string) =>
  promisify(execFile)("openssl", command.split(" "), { cwd: folder });

/** Why certificates cannot be made here; undefined where they can. */
export const noCertificates: string | undefined = await openssl(".", "version").then(
  () => undefined,
  () => "openssl is not installed",
);

const NEW_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

/** An authority of its own in `folder`; its certificate is in `ca.pem`. */
export async function makeAuthority(folder: string): Promise<void> {
  await openssl(folder, `req -x509 ${NEW_KEY} -keyout ca.key -out ca.pem -days 2 -subj /CN=authority`);
}

/** A key and a certificate of the authority in `folder`, for one name. */
export async function certificateFor(folder: string, name: string, days = 2) {
  await openssl(folder, `req ${NEW_KEY} -keyout ${name}.key -out ${name}.csr -subj /CN=${name}`);
  await writeFile(join(folder, `${name}.ext`), `subjectAltName=DNS:${name}`);
  await openssl(
    folder,
    `x509 -req -in ${name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out ${name}.pem -days ${days} -extfile ${name}.ext`,
  );
  const read = (ending: string) => readFile(join(folder, `${name}.${ending}`), "utf8");
  return { key: await read("key"), cert: await read("pem") };
}
