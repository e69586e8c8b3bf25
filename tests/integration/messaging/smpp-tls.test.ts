import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pem } from "#lib/demo/emulator-protocol.ts";
import { tlsCertificate } from "#lib/demo/tls-certificate.ts";
import { smppCentre } from "#lib/messaging/smpp-address.ts";
import { smppTransport } from "#lib/messaging/smpp.ts";
import { readText, type SmppServer, startSmppServer } from "#tests/support/smpp-server.ts";
import { demoCa } from "../../unit/eds/fixtures.ts";

const usual = getCACertificates("default");
let centre: SmppServer;

beforeEach(async () => {
  centre = await startSmppServer(0, tlsCertificate(demoCa(), new Date()));
});
afterEach(async () => {
  setDefaultCACertificates(usual);
  await centre.stop();
});

async function send(url: string) {
  const transport = smppTransport(smppCentre(url), () => Promise.resolve());
  const sent = await transport.send(
    { channel: "sms", to: "+77770001199", text: "Код 4711" },
    { id: "a7000000-0000-4000-8000-000000000004", validSeconds: null },
  );
  await transport.close?.();
  return sent;
}

test("over TLS the message reaches a centre that proves who it is, and no other", async () => {
  expect(centre.url()).toContain("smpps://");
  expect(await send(centre.url())).toMatchObject({ ok: false, code: "later" });
  expect(centre.binds).toEqual([]);

  const root = pem("CERTIFICATE", demoCa().rsa.root.certificate);
  setDefaultCACertificates([...usual, root]);
  expect(await send(centre.url())).toMatchObject({ ok: true });
  expect(centre.taken.map(readText)).toEqual(["Код 4711"]);
  expect(centre.taken[0]).toMatchObject({ validity: "" });

  // Plain words on that port are not answered.
  expect(await send(centre.url().replace("smpps:", "smpp:"))).toMatchObject({ ok: false });
  expect(centre.taken).toHaveLength(1);
});
