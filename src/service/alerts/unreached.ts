/** Why a receiver was not reached, in words for whoever set it up. */
export function unreached(error: Error & { readonly code?: string }, { hostname }: URL): string {
  const { code = "" } = error;
  if (error instanceof AggregateError) {
    // One for each address of the name.
    return [...new Set(error.errors.map(({ message }: Error) => message))].join("; ");
  }
  if (code === "EPROTO")
    return `${hostname} does not speak TLS as it should: is it http in the place of https?`;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return `the certificate is not one of ${hostname}: ${error.message}`;
  if (CERTIFICATE.test(code))
    return `the certificate of ${hostname} is not accepted: ${error.message} (${code}); an authority of your own is trusted with NODE_EXTRA_CA_CERTS=FILE`;
  return error.message;
}

/** OpenSSL's names of what may be wrong with one. */
const CERTIFICATE = /CERT|LEAF_SIGNATURE|^INVALID_CA$|^INVALID_PURPOSE$/;
