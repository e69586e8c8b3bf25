import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { closeVerifier, edsVerifier } from "#lib/eds/production.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import {
  crlOf,
  demoCertId,
  leafOf,
  makeDemoCa,
  trustedAuthorities,
} from "#lib/eds/signing/demo-ca.ts";
import { makeOcspResponse } from "#lib/eds/signing/revocation-maker.ts";
import { writeTrustFolder } from "#lib/eds/trust-folder.ts";
import { trustStore } from "#lib/eds/trust-store.ts";
import { verifySignedMessage, type VerifyInput } from "#lib/eds/verify.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { compared, limited, median, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

const verificationsPerRound = 20;

/** What a GOST signature costs: the arithmetic of one, and what of it the thread that serves pages feels. */
export async function eds(stage: Stage): Promise<Row[]> {
  const signed = signatures();
  for (const input of signed.inputs) verifyOnThisThread(input);

  const costs: number[] = [];
  for (let round = 0; round < stage.pairs; round += 1) {
    // Time on the processor, not on the clock: neighbours of this machine must not count.
    const before = process.cpuUsage();
    for (const input of signed.inputs) verifyOnThisThread(input);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1000 / signed.inputs.length);
  }

  const portals = await verifierOfThePortal(stage, signed);
  const inThreads: number[] = [];
  const onThisThread: number[] = [];
  try {
    await portals.verifyAll();
    for (let round = 0; round < stage.pairs; round += 1) {
      inThreads.push(await stallDuring(portals.verifyAll));
      onThisThread.push(
        await stallDuring(async () => {
          for (const input of signed.inputs) {
            verifyOnThisThread(input);
            await turn();
          }
        }),
      );
    }
  } finally {
    await portals.close();
  }
  // A page may wait for less than half a verification; who verifies on the same thread makes it wait for a whole one.
  const baseline = median(costs);
  const question = { unit: "ms", limit: { atMost: 0.5 } };
  const against = (stalls: readonly number[]) => stalls.map((value) => ({ value, baseline }));
  return [
    limited({ name: "eds GOST verification", unit: "ms", limit: { atMost: 40 } }, costs),
    compared({ ...question, name: "eds stall of the thread of pages" }, against(inThreads)),
    compared(
      { ...question, name: "eds control: on the thread of pages", control: true },
      against(onThisThread),
    ),
  ];
}

type Signed = ReturnType<typeof signatures>;

/** Messages of one person with everything a verdict needs: chain, OCSP answer and list, all in GOST. */
function signatures() {
  const at = new Date();
  const iin = "910925490000";
  const ca = makeDemoCa({
    people: [{ iin, surname: "КИМ", givenName: "ОЛЬГА", patronymic: null }],
    at,
  });
  const signer = leafOf(ca, iin, "gost", "person");
  const trusted = trustStore([...trustedAuthorities(ca).values()]);
  if (signer === undefined || !trusted.ok) throw new Error("the demo's authority has no such key");
  const ocsp = makeOcspResponse({
    certId: demoCertId(ca.gost, signer.serialNumber),
    verdict: { kind: "good" },
    responder: ca.gost.responder,
    producedAt: at,
    thisUpdate: at,
    nonce: null,
  });
  const list = crlOf(ca, "gost", at);
  const inputs = Array.from({ length: verificationsPerRound }, (_, i): VerifyInput => {
    const content = Buffer.from(`Кезекке қою туралы өтініш ${i}\n`.repeat(60));
    const cms = makeCms({ content, signer, attached: false, signingTime: at });
    const trust = trusted.value;
    return { cms, content, purpose: "sign", holder: "person", trust, at, ocsp, crls: [list] };
  });
  return { ca, list, inputs };
}

function verifyOnThisThread(input: VerifyInput): void {
  expectGood(verifySignedMessage(input).code);
}

function expectGood(code: string): void {
  if (code !== "ok") throw new Error(`a good signature is called ${code}`);
}

/** The portal's own door to verification, as its sign-in and its applications use it, with a list served over http. */
async function verifierOfThePortal(stage: Stage, { ca, list, inputs }: Signed) {
  const server = createServer((_, response) => response.end(list));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const folder = join(stage.folder, "trust");
  await writeTrustFolder(folder, trustedAuthorities(ca));
  useTestEnvironment({
    EDS_TRUST_DIR: folder,
    EDS_CRL_URLS: `http://127.0.0.1:${address.port}/list.crl`,
  });
  const verify = await edsVerifier();
  return {
    verifyAll: async () => {
      for (const { cms, content, at } of inputs) {
        const { code } = await verify({
          cms,
          content: content ?? Buffer.alloc(0),
          purpose: "sign",
          at,
        });
        expectGood(code);
      }
    },
    close: async () => {
      await closeVerifier();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Milliseconds for which the event loop of this thread was late, in the worst hundredth of the moments meanwhile. */
async function stallDuring(work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.percentile(99) / 1_000_000;
}
