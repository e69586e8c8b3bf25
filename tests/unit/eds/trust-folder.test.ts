import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { leafOf, trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import { loadDemoCa, saveDemoCa } from "#lib/eds/signing/demo-ca-file.ts";
import { isPinned, loadTrustFolder, writeTrustFolder } from "#lib/eds/trust-folder.ts";
import { aigerim, at, content, demoCa, leaf, trust, verify } from "./fixtures.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kezek-trust-"));
});
afterEach(() => rm(folder, { recursive: true }));

const load = (allowTestAuthorities = true) => loadTrustFolder(folder, { allowTestAuthorities });
const pem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString("base64")}\n-----END CERTIFICATE-----\n`;
const { root, issuing } = demoCa().gost;

test("DER and PEM of .cer, .crt and .pem are authorities; other files are not looked at", async () => {
  await writeFile(join(folder, "root.CER"), root.certificate);
  await writeFile(join(folder, "issuing.pem"), pem(issuing.certificate));
  await writeFile(join(folder, "copy.crt"), pem(issuing.certificate));
  await writeFile(join(folder, "README.txt"), "…");
  const store = await load();
  expect(store).toMatchObject({ ok: true, value: { authorities: { length: 2 } } });
});

test("a bundle of several, with text around them, is all of them", async () => {
  const text = `subject: root\n${pem(root.certificate)}\nsubject: nca\n${pem(issuing.certificate)}`;
  await writeFile(join(folder, "bundle.pem"), text);
  expect(await load()).toMatchObject({ ok: true, value: { authorities: { length: 2 } } });
  await writeFile(join(folder, "bundle.pem"), text + pem(leaf("gost").certificate));
  expect(await load()).toMatchObject({ ok: false, detail: "bundle.pem" });
});

test("an empty or absent folder stops the start", async () => {
  expect(await load()).toMatchObject({ ok: false, code: "trust-folder-empty" });
  const absent = await loadTrustFolder(join(folder, "no"), { allowTestAuthorities: true });
  expect(absent).toMatchObject({ ok: false, code: "trust-folder-unreadable" });
});

test("what is not an authority's certificate stops the start by its name", async () => {
  await writeFile(join(folder, "root.cer"), root.certificate);
  for (const wrong of [leaf("gost").certificate, Buffer.from("?"), root.certificate.subarray(1)]) {
    await writeFile(join(folder, "wrong.cer"), wrong);
    expect(await load()).toMatchObject({
      code: "trust-file-not-an-authority",
      detail: "wrong.cer",
    });
  }
});

test("with pins, a file that was added or exchanged stops the start", async () => {
  await writeTrustFolder(folder, trustedAuthorities(demoCa()));
  expect(await load()).toMatchObject({ ok: true, value: { fingerprints: trust().fingerprints } });
  await writeFile(join(folder, "added.cer"), demoCa().gost.rogue.certificate);
  expect(await load()).toMatchObject({ code: "trust-file-not-pinned", detail: "added.cer" });
  await rm(join(folder, "added.cer"));
  await writeFile(join(folder, "kezek-demo-nca-gost.cer"), demoCa().gost.rogue.certificate);
  expect(await load()).toMatchObject({
    code: "trust-file-changed",
    detail: "kezek-demo-nca-gost.cer",
  });
});

test("where test authorities are not allowed, one refuses the whole folder", async () => {
  await writeTrustFolder(folder, trustedAuthorities(demoCa()));
  expect(await load(false)).toMatchObject({ ok: false, code: "trust-test-authority" });
});

test("the demo's authority is kept whole: what it signs after loading is trusted", async () => {
  const trustFolder = await saveDemoCa(folder, demoCa());
  const loaded = await loadDemoCa(folder);
  if (loaded === null) throw new Error("not kept");
  expect(loaded.madeAt).toEqual(at);
  const store = await loadTrustFolder(trustFolder, { allowTestAuthorities: true });
  if (!store.ok) throw new Error(store.code);
  for (const algorithm of ["gost", "rsa"] as const) {
    const signer = leafOf(loaded, aigerim.iin, algorithm);
    if (signer === undefined) throw new Error("no key");
    const cms = makeCms({ content, signer, attached: true });
    expect(verify(cms, { trust: store.value }).code).toBe("ok");
  }
});

test("a half-written or foreign file is no authority", async () => {
  expect(await loadDemoCa(folder)).toBeNull();
  await saveDemoCa(folder, demoCa());
  const file = join(folder, "demo-ca.json");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.slice(0, text.length / 2));
  expect(await loadDemoCa(folder)).toBeNull();
  await writeFile(file, '{"format":0}');
  expect(await loadDemoCa(folder)).toBeNull();
});

test("whether a folder is pinned can be asked", async () => {
  await writeFile(join(folder, "root.cer"), root.certificate);
  expect(await isPinned(folder)).toBe(false);
  await writeTrustFolder(folder, trustedAuthorities(demoCa()));
  expect(await isPinned(folder)).toBe(true);
});
