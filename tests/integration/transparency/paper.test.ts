import { beforeAll, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { issueNotice } from "#lib/documents/notice.ts";
import { renderMetrics } from "#lib/platform/metrics.ts";
import type { Portal } from "#lib/regions/views.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { measureLogs } from "#lib/transparency/measure.ts";
import { openReceiptOfPaper } from "#lib/transparency/open-receipt.ts";
import { verifyReceipt } from "#lib/transparency/receipt.ts";
import { sequenceLogs } from "#lib/transparency/sequence.ts";
import { sealedLineOf } from "#lib/transparency/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { sampleFacts } from "../../unit/documents/sample-notice.ts";
import { applicationsOf, happened, later, now, publicKey, useLogKey } from "./ledger.ts";

useTestDatabase();

let oral: Portal;
let entry: { readonly id: string; readonly entryCode: string };
let token: string;
beforeAll(async () => {
  await seedDemo(now);
  const portal = await portalBySlug("oral");
  if (portal === null) throw new Error("the demo has this portal");
  oral = portal;
  const [first] = await applicationsOf(oral, 1);
  if (first === undefined) throw new Error("the demo has applications");
  entry = first;
  const notice = { locale: "kk", facts: sampleFacts, issuedAt: now } as const;
  ({ token } = await transaction((tx) =>
    issueNotice(tx, { ...notice, regionId: oral.id, applicationId: entry.id }),
  ));
});

const open = (paper = token, regionId = oral.id) =>
  openReceiptOfPaper({ regionId, token: paper, address: "203.0.113.9" }, now);
const lag = async (at: Date) => {
  await measureLogs(db(), at);
  return /kezek_log_lag_seconds\{region="oral"\} (\S+)/.exec(renderMetrics())?.[1];
};

test("whoever holds the paper has the log's receipt once the log has the event", async () => {
  expect(await open()).toEqual({ ok: false, code: "not-logged" });
  expect(await sealedLineOf(oral.id, entry.id)).toBeNull();
  useLogKey();
  await sequenceLogs(later(1));
  await happened(oral, entry.id, "held");
  await sequenceLogs(later(60));

  const opened = await open();
  const verdict = opened.ok ? verifyReceipt(opened.value.text, publicKey) : opened;
  expect(verdict).toMatchObject({
    code: "ok",
    leaf: { event: "registered", entry: entry.entryCode },
  });
  // The first head over it, not the newest one.
  const line = await sealedLineOf(oral.id, entry.id);
  expect(line).toMatchObject({ sealedAt: later(1) });
  expect(verdict).toMatchObject({ leafIndex: line?.leafIndex });
});

test("another region, another token and a thousand tries learn nothing", async () => {
  const akmola = await portalBySlug("akmola");
  expect(await open(token, akmola?.id ?? 0)).toEqual({ ok: false, code: "unknown" });
  expect(await open("ABCDEFGH23456789")).toEqual({ ok: false, code: "unknown" });
  const codes = [];
  for (let i = 0; i < 70; i += 1) codes.push((await open(`none${i}`)).ok);
  expect(await open()).toMatchObject({ ok: false, code: "too-often" });
  expect(codes).not.toContain(true);
});

test("a log that stands behind its ledger shows in the metrics by how long", async () => {
  expect(await lag(later(90))).toBe("0");
  await happened(oral, entry.id, "released");
  expect(await lag(later(90))).toBe("90");
});
