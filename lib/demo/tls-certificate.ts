import * as der from "#lib/eds/der.ts";
import { extensionOid } from "#lib/eds/oids.ts";
import { extension, makeCertificate, makeName } from "#lib/eds/signing/certificate-maker.ts";
import type { DemoCa } from "#lib/eds/signing/demo-ca.ts";
import { makeKey } from "#lib/eds/signing/keys.ts";
import { pem } from "./emulator-protocol.ts";

const serverAuth = "1.3.6.1.5.5.7.3.1";
const day = 86_400_000;

/**
 * A certificate for TLS on this computer, as NCALayer has one: 127.0.0.1 and localhost, issued by the RSA authority.
 * @param at the system's clock, for browsers judge by that and not by the demo's
 */
export function tlsCertificate(
  ca: DemoCa,
  at: Date,
): { readonly key: string; readonly cert: string } {
  const key = makeKey("rsa");
  if (key.kind !== "rsa") throw new Error("an RSA key was asked for");
  const { issuing } = ca.rsa;
  const names = der.sequence(
    der.encoded(0x82, new TextEncoder().encode("localhost")),
    der.encoded(0x87, Uint8Array.of(127, 0, 0, 1)),
  );
  const certificate = makeCertificate({
    subject: makeName([
      ["commonName", "127.0.0.1"],
      ["country", "KZ"],
    ]),
    key,
    issuer: issuing.name,
    issuerKey: issuing.key,
    notBefore: new Date(at.getTime() - day),
    notAfter: new Date(at.getTime() + 300 * day),
    keyUsage: ["digitalSignature", "keyEncipherment"],
    extendedKeyUsage: [serverAuth],
    extensions: [extension(extensionOid.subjectAltName, names)],
  });
  return {
    key: key.pem,
    cert: pem("CERTIFICATE", certificate) + pem("CERTIFICATE", issuing.certificate),
  };
}
