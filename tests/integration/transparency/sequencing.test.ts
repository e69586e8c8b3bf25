import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { portalBySlug, type Portal } from "#lib/regions/views.ts";
import { checkReceiptHere } from "#lib/transparency/check-receipt.ts";
import { readLeaf, type Leaf } from "#lib/transparency/leaf.ts";
import { verifyConsistency, verifyInclusion } from "#lib/transparency/proof.ts";
import { verifyReceipt } from "#lib/transparency/receipt.ts";
import { sequenceLogs } from "#lib/transparency/sequence.ts";
import { settledSeq } from "#lib/transparency/settled.ts";
import { hashLeaf } from "#lib/transparency/tree.ts";
import {
  consistencyPath,
  headsFrom,
  inclusionPath,
  latestHead,
  leafIndexOf,
  leavesBetween,
  receiptFor,
} from "#lib/transparency/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { forged, strangerKey } from "./forged.ts";
import {
  applicationsOf,
  audited,
  exported,
  happened,
  key,
  later,
  now,
  publicKey,
  useLogKey,
} from "./ledger.ts";

useTestDatabase();

let oral: Portal;
let qosshy: Portal;
beforeAll(async () => {
  await seedDemo(now);
  const [first, second] = await Promise.all([portalBySlug("oral"), portalBySlug("qosshy")]);
  if (!first || !second) throw new Error("the demo has these portals");
  [oral, qosshy] = [first, second];
});

const sizeOf = async (portal: Portal) => (await latestHead(portal.id))?.size ?? 0;
const leavesOf = async (portal: Portal) =>
  (await leavesBetween(portal.id, 0, 10_000)).map((text) => readLeaf(text));
const eventsOf = async (portal: Portal) =>
  (
    await db().execute<{ seq: string }>(
      sql`select seq from queue_event where region_id = ${portal.id} order by seq`,
    )
  ).map(({ seq }) => Number(seq));

describe("the log", () => {
  test("does not begin without a key", async () => {
    expect(await sequenceLogs(now)).toBe(0);
    expect(await latestHead(oral.id)).toBeNull();
    expect(await exported(oral)).toEqual([]);
  });

  test("takes in the events from before it began: each one leaf, in the ledger's order", async () => {
    useLogKey();
    const counts = await Promise.all([1, 2, 3].map((second) => sequenceLogs(later(second))));
    expect(counts.reduce((sum, n) => sum + n)).toBe(600 + 400 + 150 + 120 + 4);
    expect(await sequenceLogs(later(4))).toBe(0);
    const leaves = await leavesOf(oral);
    expect(leaves.map((leaf) => leaf?.seq)).toEqual(await eventsOf(oral));
    expect(await sizeOf(oral)).toBe(leaves.length);
    expect(audited(await exported(oral))).toMatchObject({ valid: true, leaves: leaves.length });
    expect((await latestHead(oral.id))?.origin).toBe("localhost:3000/api/v1/oral/log");
  });

  test("says nothing personal", async () => {
    const whole = (await leavesBetween(oral.id, 0, 10_000)).join("\n");
    const people = await db().execute<{ iin: string; surname: string; id: string }>(
      sql`select iin, surname, id from person`,
    );
    expect(people.length).toBeGreaterThan(600);
    expect(people.filter(({ iin, id }) => whole.includes(iin) || whole.includes(id))).toEqual([]);
    expect(/[\u0400-\u04ff]/.test(whole)).toBe(false);
    const [row] = await db().execute<{ number: string; id: string }>(
      sql`select number, id from application where region_id = ${oral.id}`,
    );
    expect(whole).not.toContain(row?.number);
    expect(whole).not.toContain(row?.id);
  });

  test("carries on what an event does not say, and takes what it does", async () => {
    const [first] = await applicationsOf(qosshy, 1);
    const id = first?.id ?? "";
    const before = await sizeOf(qosshy);
    await happened(qosshy, id, "register-checked", { check: "kinship", iin: "220720690004" });
    await happened(qosshy, id, "moved", { from: { cohort: 2023 }, to: { cohort: 2022 } });
    await happened(qosshy, id, "privilege-confirmed", { class: "first-priority", category: "x" });
    await happened(qosshy, id, "held");
    expect(await sequenceLogs(later(10))).toBe(4);
    const added = (await leavesOf(qosshy)).slice(before);
    const seen = (leaf: Leaf | null) => [leaf?.event, leaf?.cohort, leaf?.class, leaf?.entry];
    const code = first?.entryCode;
    const started = (await leavesOf(qosshy)).find((leaf) => leaf?.entry === code);
    expect(added.map(seen)).toEqual([
      ["register-checked", started?.cohort, started?.class, code],
      ["moved", 2022, started?.class, code],
      ["privilege-confirmed", 2022, "first-priority", code],
      ["held", 2022, "first-priority", code],
    ]);
    expect((await leavesBetween(qosshy.id, before, before + 1))[0]).not.toContain("220720690004");
    expect(audited(await exported(qosshy))).toMatchObject({ valid: true, heads: 2 });
  });

  test("says of each event the instant that counted after it, however late it is written down", async () => {
    const [, one] = await applicationsOf(qosshy, 2);
    const id = one?.id ?? "";
    const [row] = await db().execute<{ at: Date }>(
      sql`select registered_at as at from application where id = ${id}`,
    );
    const from = new Date(row?.at ?? 0).toISOString();
    const to = "2022-01-10T04:00:00.000Z";
    const before = await sizeOf(qosshy);
    await happened(qosshy, id, "register-checked");
    await happened(qosshy, id, "corrected", {
      from: { registeredAt: from },
      to: { registeredAt: to },
    });
    await happened(qosshy, id, "register-checked");
    // As the office's deed leaves it, before the log has taken in any of them.
    await db().execute(sql`update application set registered_at = ${to} where id = ${id}`);
    expect(await sequenceLogs(later(8))).toBe(3);
    const told = (await leavesOf(qosshy)).slice(before).map((leaf) => leaf?.registeredAt);
    expect(told).toEqual([from, to, to]);
  });

  test("waits for a smaller number that is not there yet, and skips one that never comes", async () => {
    const [one, two] = await applicationsOf(oral, 2);
    const before = await eventsOf(oral);
    const hold = Promise.withResolvers<undefined>();
    const wrote = Promise.withResolvers<undefined>();
    const slow = transaction(async (tx) => {
      await happened(oral, one?.id ?? "", "held", {}, tx);
      wrote.resolve(undefined);
      await hold.promise;
    });
    await wrote.promise;
    const rolledBack = transaction(async (tx) => {
      await happened(oral, two?.id ?? "", "held", {}, tx);
      throw new Error("never");
    });
    await expect(rolledBack).rejects.toThrow("never");
    await happened(oral, two?.id ?? "", "withdrawn");
    // The second event is there, the first is not: nothing may be written down yet.
    expect(await settledSeq(50)).toBeNull();
    expect(await sequenceLogs(later(20))).toBe(0);
    hold.resolve(undefined);
    await slow;
    expect(await sequenceLogs(later(21))).toBe(2);
    const after = await eventsOf(oral);
    expect(after).toHaveLength(before.length + 2);
    expect((await leavesOf(oral)).map((leaf) => leaf?.seq)).toEqual(after);
  });

  test("loses and repeats nothing while families write and several workers sequence", async () => {
    const entries = await applicationsOf(oral, 20);
    const before = await sizeOf(oral);
    const written = new AbortController();
    const workers = [0, 1, 2].map(async (worker) => {
      for (let turn = 0; !written.signal.aborted; turn += 1) {
        await sequenceLogs(later(100 + turn * 3 + worker));
      }
    });
    await Promise.all(
      entries.map(async ({ id }) => {
        for (let i = 0; i < 10; i += 1) await happened(oral, id, i % 2 === 0 ? "held" : "released");
      }),
    );
    written.abort();
    await Promise.all(workers);
    await sequenceLogs(later(9_000));
    expect(await sizeOf(oral)).toBe(before + 200);
    expect((await leavesOf(oral)).map((leaf) => leaf?.seq)).toEqual(await eventsOf(oral));
    expect(audited(await exported(oral))).toMatchObject({ valid: true, code: "ok" });
  });

  test("keeps its name and its time when the address changes and the clock goes back", async () => {
    useTestEnvironment({ NEXTAUTH_URL: "https://other.example" });
    const [one] = await applicationsOf(oral, 1);
    const before = await latestHead(oral.id);
    await happened(oral, one?.id ?? "", "corrected");
    await sequenceLogs(new Date("2020-01-01T00:00:00Z"));
    const head = await latestHead(oral.id);
    expect(head?.origin).toBe("localhost:3000/api/v1/oral/log");
    expect(head?.signedAt).toEqual(before?.signedAt);
    expect(audited(await exported(oral))).toMatchObject({ valid: true });
  });

  test("cannot be changed in the database", async () => {
    for (const table of ["log_leaf", "log_node", "log_checkpoint"]) {
      const name = sql.identifier(table);
      await expect(db().execute(sql`delete from ${name}`)).rejects.toThrow(/23001/);
      await expect(db().execute(sql`truncate ${name}`)).rejects.toThrow(/23001/);
      await expect(db().execute(sql`update ${name} set region_id = 1`)).rejects.toThrow(/23001/);
    }
  });
});

describe("proofs from the database", () => {
  test("of every hundredth leaf under every head", async () => {
    const heads = await headsFrom(oral.id, 1, 100);
    expect(heads.length).toBeGreaterThan(2);
    const leaves = await leavesBetween(oral.id, 0, 10_000);
    for (const { size, root } of heads) {
      for (let leafIndex = size - 1; leafIndex >= 0; leafIndex -= 100) {
        const path = await inclusionPath(oral.id, leafIndex, size);
        const leafHash = hashLeaf(Buffer.from(leaves[leafIndex] ?? ""));
        const proof = {
          leafIndex,
          treeSize: size,
          leafHash,
          root,
          path: path.ok ? path.value : [],
        };
        expect(verifyInclusion(proof)).toBe("ok");
        expect(await leafIndexOf(oral.id, leafHash)).toBe(leafIndex);
      }
    }
  });

  test("between all neighbouring heads", async () => {
    const heads = await headsFrom(oral.id, 1, 100);
    for (const [i, head] of heads.slice(1).entries()) {
      const before = heads[i] ?? head;
      const path = await consistencyPath(oral.id, before.size, head.size);
      const verdict = verifyConsistency({
        first: before.size,
        second: head.size,
        firstRoot: before.root,
        secondRoot: head.root,
        path: path.ok ? path.value : [],
      });
      expect(verdict).toBe("ok");
    }
  });

  test("between equal sizes it is empty", async () => {
    const size = await sizeOf(oral);
    expect(await consistencyPath(oral.id, size, size)).toEqual({ ok: true, value: [] });
  });

  test("beyond the log and of nothing there are none", async () => {
    const size = await sizeOf(oral);
    expect(await inclusionPath(oral.id, 0, size + 1)).toMatchObject({ code: "beyond-log" });
    expect(await inclusionPath(oral.id, size, size)).toMatchObject({ code: "index-outside" });
    expect(await consistencyPath(oral.id, 1, size + 1)).toMatchObject({ code: "beyond-log" });
    expect(await consistencyPath(oral.id, 0, size)).toMatchObject({ code: "sizes" });
  });

  test("a receipt: of a family's registration, right, and known again in the whole log", async () => {
    const [first] = await applicationsOf(oral, 1);
    const text = (await receiptFor(oral.id, first?.id ?? "")) ?? "";
    const verdict = verifyReceipt(text, publicKey);
    expect(verdict).toMatchObject({
      valid: true,
      leaf: { event: "registered", entry: first?.entryCode, region: "oral" },
    });
    expect(audited(await exported(oral), [text])).toMatchObject({ valid: true });
    expect(audited(await exported(qosshy), [text])).toMatchObject({ code: "kept-missing" });
    // Another region's application is not there, whoever asks.
    expect(await receiptFor(qosshy.id, first?.id ?? "")).toBeNull();
  });
});

describe("what the portal says of a receipt that is shown", () => {
  test("genuine; changed; another region's; signed by nobody we know; from a past that is gone", async () => {
    const [first] = await applicationsOf(oral, 1);
    const text = (await receiptFor(oral.id, first?.id ?? "")) ?? "";
    const codeOf = async (shown: string, at = oral) => (await checkReceiptHere(at, shown)).code;
    expect(await codeOf(text)).toBe("ok");
    expect(await codeOf(text.trim())).toBe("ok");
    expect(await codeOf("{}")).toBe("form");
    expect(await codeOf(text.replace(first?.entryCode ?? "", "QQQQQQQQ"))).toBe("changed");
    expect(await codeOf(text, qosshy)).toBe("other-log");
    const root = (await latestHead(oral.id))?.root ?? new Uint8Array();
    expect(await codeOf(forged(text, root, strangerKey))).toBe("unknown-key");
    expect(await codeOf(forged(text, root, key, 1_000_000))).toBe("rewritten");
  });

  test("an older receipt stays genuine when the log has grown", async () => {
    const [first] = await applicationsOf(qosshy, 1);
    const text = (await receiptFor(qosshy.id, first?.id ?? "")) ?? "";
    await happened(qosshy, first?.id ?? "", "released");
    expect(await sequenceLogs(later(20_000))).toBe(1);
    expect((await checkReceiptHere(qosshy, text)).code).toBe("ok");
  });
});

// The last one: it leaves a log that cannot go on.
test("a region whose ledger cannot be told stops no other region's log", async () => {
  const [ill, well] = oral.id < qosshy.id ? [oral, qosshy] : [qosshy, oral];
  const [one] = await applicationsOf(ill, 1);
  const [other] = await applicationsOf(well, 1);
  await happened(ill, one?.id ?? "", "moved", { from: { cohort: 2023 }, to: { cohort: 1700 } });
  await happened(well, other?.id ?? "", "register-checked");
  const before = [await sizeOf(ill), await sizeOf(well)] as const;
  await expect(sequenceLogs(later(900))).rejects.toThrow("cohort");
  expect([await sizeOf(ill), await sizeOf(well)]).toEqual([before[0], before[1] + 1]);
});
