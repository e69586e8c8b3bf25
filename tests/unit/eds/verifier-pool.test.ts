import { createServer } from "node:http";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { answerOcsp } from "#lib/eds/signing/demo-ca.ts";
import { type PoolOptions, type VerifierPool, verifierPool } from "#lib/eds/verifier-pool.ts";
import { notVerified, verifySignedMessage } from "#lib/eds/verify.ts";
import { algorithms, at, content, demoCa, leaf, trust } from "./fixtures.ts";

const pools: VerifierPool[] = [];
const pool = (options: PoolOptions = {}) => {
  const made = verifierPool({ threads: 2, ...options });
  pools.push(made);
  return made;
};
afterEach(() => Promise.all(pools.splice(0).map((each) => each.close())));

const nowhere = { ocspUrl: null, crlUrls: [] };
const inputOf = (cms: Uint8Array) =>
  ({ cms, content, purpose: "sign", holder: "person", trust: trust(), at }) as const;

describe.for(algorithms)("%s", (algorithm) => {
  const cms = makeCms({ content, signer: leaf(algorithm), attached: true, signingTime: at });

  test("a thread says the same as this one, in the same words", async () => {
    const input = inputOf(cms);
    const done = await pool().run("verify", { input, sources: nowhere });
    const { evidence, ...verdict } = verifySignedMessage(input);
    expect(done).toMatchObject({
      ok: true,
      value: {
        signer: verdict.signer,
        signedAt: verdict.signedAt,
        code: "revocation-unknown",
        evidence: { chain: evidence.chain, content: evidence.content },
      },
    });
  });

  test("it asks the responder itself", async () => {
    const server = createServer((request, response) => {
      const chunks: Uint8Array[] = [];
      request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      request.on("end", () => response.end(answerOcsp(demoCa(), Buffer.concat(chunks), at)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const sources = { ocspUrl: `http://127.0.0.1:${address.port}/`, crlUrls: [] };
    const both = pool();
    const { certificate } = leaf(algorithm, "revoked");
    const [verified, looked] = await Promise.all([
      both.run("verify", { input: inputOf(cms), sources }),
      both.run("look", { certificate, trust: trust(), at, sources }),
    ]);
    expect(verified).toMatchObject({ ok: true, value: { valid: true, code: "ok" } });
    expect(looked).toMatchObject({ ok: true, value: { status: "revoked", detail: "ocsp" } });
    server.closeAllConnections();
    server.close();
  });
});

test("many signatures at once do not hold up this thread", async () => {
  const both = pool();
  const cms = makeCms({ content, signer: leaf("gost"), attached: true });
  const work = () => both.run("verify", { input: inputOf(cms), sources: nowhere });
  await work();
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 1);
  const all = await Promise.all(Array.from({ length: 40 }, work));
  clearInterval(ticking);
  expect(all.every((each) => each.ok)).toBe(true);
  // Forty verifications in this thread would end before its timers could run once.
  expect(ticks).toBeGreaterThan(10);
});

describe("a thread that is not well", () => {
  const program = join(import.meta.dirname, "threads/unwell.ts");
  const begin = () => new Worker(program, { execArgv: [] });
  const look = (of: VerifierPool, how: string) =>
    of.run("look", {
      certificate: new TextEncoder().encode(how),
      trust: trust(),
      at,
      sources: nowhere,
    });

  test.for(["exit", "throw", "loop", "silent", "refuse"])(
    "%s: said as such, and the next begins anew",
    async (how) => {
      const ill = pool({ threads: 1, begin, timeout: 1_000 });
      expect(await look(ill, how)).toMatchObject({ ok: false, code: "verifier-unavailable" });
      expect(await look(ill, "refuse")).toMatchObject({ ok: false, detail: "a bug" });
    },
  );

  test("all that one thread was doing is answered when it ends", async () => {
    const ill = pool({ threads: 1, begin });
    const both = [look(ill, "silent"), look(ill, "exit")];
    for (const each of await Promise.all(both)) expect(each).toMatchObject({ ok: false });
  });

  test("too many at once are turned away, not queued for ever", async () => {
    const ill = pool({ threads: 1, begin, maxWaiting: 2 });
    const waiting = [look(ill, "silent"), look(ill, "silent")];
    expect(await look(ill, "silent")).toMatchObject({ ok: false, detail: "busy" });
    await ill.close();
    for (const each of await Promise.all(waiting)) expect(each).toMatchObject({ detail: "gone" });
  });

  test("what nobody looked at is neither good nor bad", () => {
    const input = inputOf(new Uint8Array());
    expect(notVerified(input)).toMatchObject({
      valid: false,
      code: "verifier-unavailable",
      signer: null,
      checks: [],
    });
  });
});
