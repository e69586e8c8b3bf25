import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { cookieJar, destinationOf } from "./next-request.ts";
import { answerByEds, beginByEds, enter } from "#app/[locale]/[region]/sign-in/eds/actions.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { answerOcsp, leafOf, makeDemoCa, trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import type { LeafVariant } from "#lib/eds/signing/leaf.ts";
import { writeTrustFolder } from "#lib/eds/trust-folder.ts";
import { temporaryFolder, useTestEnvironment } from "#tests/support/environment.ts";
import { olga, openPortals, sergey } from "#tests/integration/sign-in/gate.ts";

/** The authority whose keys enter here. */
export const deskAuthority = makeDemoCa({ people: [olga, sergey], at: new Date() });

/** Portals, trusted authorities and their responder, as the environment names them; a new browser for each test. */
export function useSignInDesk(): void {
  const responder = createServer((request, response) => {
    void answer(request).then((bytes) => response.end(bytes));
  });
  beforeAll(async () => {
    await openPortals();
    await new Promise<void>((resolve) => responder.listen(0, "127.0.0.1", resolve));
    const { port } = responder.address() as AddressInfo;
    const trust = join(temporaryFolder(), "trust");
    await writeTrustFolder(trust, trustedAuthorities(deskAuthority));
    const url = process.env["DATABASE_URL"] ?? "";
    const address = `http://127.0.0.1:${port}/`;
    useTestEnvironment({ DATABASE_URL: url, EDS_TRUST_DIR: trust, EDS_OCSP_URL: address });
  });
  afterAll(() => {
    responder.close();
  });
  beforeEach(() => cookieJar.clear());
}

async function answer(request: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return answerOcsp(deskAuthority, Buffer.concat(chunks), new Date());
}

type Proof = {
  readonly iin?: string;
  readonly variant?: LeafVariant;
  readonly returnTo?: string;
};

/** «Выбрать сертификат» and NCALayer's window. */
export async function prove({ iin = olga.iin, variant = "person", returnTo }: Proof = {}) {
  const begun = await beginByEds("ru", "akmola");
  if ("code" in begun) throw new Error(begun.code);
  const signer = leafOf(deskAuthority, iin, "gost", variant);
  if (!signer) throw new Error("no such key");
  const content = Buffer.from(begun.contentBase64, "base64");
  const cms = Buffer.from(makeCms({ content, signer, attached: true })).toString("base64");
  return answerByEds("ru", "akmola", returnTo ?? null, begun.id, cms);
}

/** «Войти». @returns where it leads */
export async function press(returnTo: string | null = null): Promise<string | null> {
  return destinationOf(() => enter("ru", "akmola", returnTo));
}

/** The whole way in. @returns where it leads */
export async function signIn(iin = olga.iin): Promise<string | null> {
  await prove({ iin });
  return press();
}
