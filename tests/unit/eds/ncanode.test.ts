import { createServer } from "node:http";
import type { Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { askNcanode, judgeNcanode } from "#lib/eds/ncanode.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { withSecondOpinion } from "#lib/eds/verify.ts";
import { aigerim, at, content, leaf, verify } from "./fixtures.ts";

const { serialNumber } = leaf("gost");
const us = { serialNumber, iin: aigerim.iin };
/** As version 3 answers: numbers in capitals, absent values left out. */
const person = { serialNumber: serialNumber.toUpperCase(), subject: { iin: aigerim.iin } };
const signer = { certificates: [person], tsp: null };
const valid = { status: 200, message: "OK", valid: true, signers: [signer] };

const answers: Record<string, [number, unknown, "agrees" | "disagrees" | "silent"]> = {
  "one signer, ours": [200, valid, "agrees"],
  "a serial number with a leading zero": [
    200,
    { ...valid, signers: [{ certificates: [{ ...person, serialNumber: `00${serialNumber}` }] }] },
    "agrees",
  ],
  "a certificate without an IIN": [
    200,
    { ...valid, signers: [{ certificates: [{ serialNumber }] }] },
    "agrees",
  ],
  "not valid": [200, { ...valid, valid: false }, "disagrees"],
  "no word of valid": [200, { status: 200, signers: [signer] }, "disagrees"],
  "valid without signers, as it says of a message that nobody signed": [
    200,
    { ...valid, signers: [] },
    "disagrees",
  ],
  "signers left out": [200, { status: 200, valid: true }, "disagrees"],
  "two signers": [200, { ...valid, signers: [signer, signer] }, "disagrees"],
  "another certificate": [
    200,
    { ...valid, signers: [{ certificates: [{ ...person, serialNumber: "0a" }] }] },
    "disagrees",
  ],
  "another person": [
    200,
    { ...valid, signers: [{ certificates: [{ ...person, subject: { iin: "850303390009" } }] }] },
    "disagrees",
  ],
  "it cannot read the message": [400, { status: 400, message: "malformed" }, "disagrees"],
  "an error inside": [500, { status: 500, message: "NPE" }, "silent"],
  "a proxy's page": [200, undefined, "silent"],
  "JSON of another program": [200, { valid: "yes" }, "silent"],
};

test.for(Object.entries(answers))("%s", ([, [status, body, verdict]]) => {
  expect(judgeNcanode(status, body, us).verdict).toBe(verdict);
});

describe("over http", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  async function serve(answer: (path: string, body: string) => string | null): Promise<string> {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        const said = answer(`${request.method} ${request.url}`, body);
        if (said !== null) response.end(said);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return `http://127.0.0.1:${address.port}`;
  }
  const cms = makeCms({ content, signer: leaf("gost"), attached: false });
  const question = { cms, detached: content, ...us };

  test("it gets the message and, when it is outside, the content", async () => {
    const got: string[] = [];
    const url = await serve((path, body) => {
      got.push(path, body);
      return JSON.stringify(valid);
    });
    expect(await askNcanode({ ...question, url: `${url}/` })).toMatchObject({ verdict: "agrees" });
    await askNcanode({ ...question, url, detached: null });
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
    const sent = { cms: base64(cms), data: base64(content), revocationCheck: [] };
    expect(got[0]).toBe("POST /cms/verify");
    expect(JSON.parse(got[1] ?? "")).toEqual(sent);
    expect(JSON.parse(got[3] ?? "")).not.toHaveProperty("data");
  });

  test("silence, a broken answer and nobody there are no refusal", async () => {
    const silent = { verdict: "silent" };
    const never = await serve(() => null);
    expect(await askNcanode({ ...question, url: never, timeout: 200 })).toMatchObject(silent);
    const broken = await serve(() => "{");
    expect(await askNcanode({ ...question, url: broken })).toMatchObject(silent);
    expect(await askNcanode({ ...question, url: "http://127.0.0.1:9" })).toMatchObject(silent);
  });
});

test("an opinion can refuse and nothing else", () => {
  const good = verify(makeCms({ content, signer: leaf("gost"), attached: true, signingTime: at }));
  const bad = verify(makeCms({ content, signer: leaf("gost", "expired"), attached: true }));
  const said = (verdict: "agrees" | "disagrees" | "silent") =>
    ({ verdict, detail: "ncanode" }) as const;
  expect(withSecondOpinion(good, said("agrees"))).toMatchObject({ valid: true, code: "ok" });
  expect(withSecondOpinion(good, said("silent"))).toMatchObject({ valid: true, code: "ok" });
  expect(withSecondOpinion(good, said("silent")).checks.at(-1)).toEqual({
    name: "second-opinion",
    result: "not-checked",
    detail: "ncanode",
  });
  expect(withSecondOpinion(good, said("disagrees"))).toMatchObject({
    valid: false,
    code: "second-opinion",
  });
  expect(withSecondOpinion(bad, said("agrees"))).toMatchObject({ valid: false, code: "expired" });
});
