import { createServer } from "node:http";
import type { Server } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { PersonActor } from "#lib/access/actor.ts";
import { leafOf } from "#lib/eds/signing/demo-ca.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { leaveQueues } from "#tests/support/leave-queues.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { now, openPortals } from "../sign-in/gate.ts";
import { desk, registeredAtDesk, useAuthorityDesk } from "./authority-desk.ts";
import { beginAnew, signedIn } from "./family.ts";

// NCANode beside our own verifier: a small server that speaks its JSON.

useTestDatabase();
useAuthorityDesk();

let akmola: Portal;
let olga: PersonActor;
let server: Server;
let answer: { readonly status: number; readonly body: unknown } | null = null;
let asked = 0;
beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  server = createServer((request, response) => {
    asked += 1;
    if (answer === null) return request.socket.destroy();
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  useTestEnvironment({ NCANODE_URL: `http://127.0.0.1:${address.port}` });
});
afterAll(() => {
  useTestEnvironment({ NCANODE_URL: "" });
  server.closeAllConnections();
  server.close();
});
beforeEach(beginAnew);

test("agreement and silence let the application in, disagreement does not", async () => {
  const serialNumber = leafOf(await desk.authority.at(now), olga.iin)?.serialNumber;
  const signers = [{ certificates: [{ serialNumber, subject: { iin: olga.iin } }], tsp: null }];
  answer = { status: 200, body: { status: 200, message: "OK", valid: true, signers } };
  await registeredAtDesk(olga, akmola);
  expect(asked).toBe(1);

  await leaveQueues(now);
  answer = null;
  await registeredAtDesk(olga, akmola);

  await leaveQueues(now);
  answer = { status: 200, body: { status: 200, message: "OK", valid: true, signers: [] } };
  await expect(registeredAtDesk(olga, akmola)).rejects.toThrow("second-opinion");
});
