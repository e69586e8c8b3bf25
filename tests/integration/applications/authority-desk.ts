import { afterAll, beforeAll } from "vitest";
import type { PersonActor } from "#lib/access/actor.ts";
import { type DemoAuthority, openDemoAuthority } from "#lib/demo/demo-ca.ts";
import { type Responder, startResponder } from "#lib/demo/responder.ts";
import type { ResponderMode } from "#lib/demo/responder-mode.ts";
import { closeVerifier, edsVerifier } from "#lib/eds/production.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { leafOf } from "#lib/eds/signing/demo-ca.ts";
import type { KeyKind } from "#lib/eds/signing/keys.ts";
import type { Portal } from "#lib/regions/views.ts";
import { temporaryFolder, useTestEnvironment } from "#tests/support/environment.ts";
import { now, olga, sergey } from "../sign-in/gate.ts";
import { draftFor, submit, textOf } from "./family.ts";

/** The demo's authority with its responder and timestamps over http, and the portal's own verifier in its threads. */
export const desk: {
  authority: DemoAuthority;
  responder: Responder;
  mode: ResponderMode;
  /** What the services' clock shows; the tests' `now` when absent. */
  clock: Date;
} = Object.assign(Object.create(null), { mode: "normal", clock: now });

export function useAuthorityDesk(): void {
  beforeAll(async () => {
    desk.authority = await openDemoAuthority(temporaryFolder(), now, [olga, sergey]);
    const shared = { ca: desk.authority, port: 0, now: async () => desk.clock };
    desk.responder = await startResponder({ ...shared, mode: async () => desk.mode });
    useTestEnvironment({
      EDS_TRUST_DIR: desk.authority.trustFolder,
      EDS_OCSP_URL: desk.responder.ocspUrl,
      EDS_CRL_URLS: "",
      EDS_TSP_URL: desk.responder.tspUrl,
    });
  });
  afterAll(async () => {
    await desk.responder?.close();
    await closeVerifier();
  });
}

/** The whole way for one child, with a key of the desk's authority. */
export async function registeredAtDesk(
  actor: PersonActor,
  portal: Portal,
  algorithm: KeyKind = "gost",
) {
  const draftId = await draftFor(actor, portal);
  const text = await textOf(actor, portal, draftId);
  const signer = leafOf(await desk.authority.at(now), actor.iin, algorithm);
  if (!signer) throw new Error("no such key");
  const message = makeCms({ content: text.bytes, signer, attached: true, signingTime: now });
  const cms = Buffer.from(message).toString("base64");
  const order = { requestId: text.requestId, cms };
  const done = await submit(actor, portal, order, now, await edsVerifier());
  if (!done.ok) throw new Error(done.code);
  return { ...done.value, bytes: text.bytes, message };
}
