import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localFolder } from "#lib/storage/local-folder.ts";
import { type ObjectStore, readObject } from "#lib/storage/object-store.ts";
import { s3Store } from "#lib/storage/s3.ts";
import { startS3Server } from "#tests/support/s3-server.ts";

type Driver = { store: ObjectStore; close(): Promise<void> };

const drivers: Record<string, () => Promise<Driver>> = {
  folder: async () => {
    const folder = await mkdtemp(join(tmpdir(), "kezek-store-"));
    return { store: localFolder(folder), close: () => rm(folder, { recursive: true }) };
  },
  s3: async () => {
    const server = await startS3Server();
    const { endpoint, bucket, credentials } = server;
    return { store: s3Store({ endpoint, bucket, ...credentials }), close: () => server.close() };
  },
};

const pdf = { mime: "application/pdf" };
const some = (size: number) => Buffer.from(Array.from({ length: size }, (_, i) => (i * 31) % 251));

describe.each(Object.keys(drivers))("every store keeps the same promises: %s", (name) => {
  let driver: Driver;
  let store: ObjectStore;
  beforeAll(async () => {
    driver = await drivers[name]!();
    store = driver.store;
  });
  afterAll(() => driver.close());

  it("gives back exactly what was put, of any size", async () => {
    for (const size of [0, 1, 200_000]) {
      await store.put(`clean/1/size-${size}`, some(size), pdf);
      const back = await readObject(store, `clean/1/size-${size}`, 300_000);
      expect(Buffer.compare(back ?? Buffer.from("absent"), some(size))).toBe(0);
    }
  });

  it("takes a stream of announced length", async () => {
    const bytes = some(200_045);
    const stream = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
    await store.put("clean/1/stream", { stream, size: bytes.byteLength }, pdf);
    expect(await readObject(store, "clean/1/stream", 300_000)).toEqual(bytes);
  });

  it("keeps nothing of a stream that breaks off", async () => {
    const broken = Readable.from(
      (async function* () {
        yield some(10);
        throw new Error("the connection broke");
      })(),
    );
    await expect(store.put("clean/1/broken", { stream: broken, size: 50 }, pdf)).rejects.toThrow(
      /broke|aborted/,
    );
    expect(await store.head("clean/1/broken")).toBeNull();
  });

  it("replaces, unless told to put only what is absent", async () => {
    await store.put("clean/1/once", some(3), pdf);
    expect((await store.put("clean/1/once", some(4), pdf)).ok).toBe(true);
    expect(await store.put("clean/1/once", some(5), { ...pdf, onlyIfAbsent: true })).toMatchObject({
      ok: false,
      code: "exists",
    });
    expect((await store.head("clean/1/once"))?.size).toBe(4);
    expect((await store.put("clean/1/new", some(5), { ...pdf, onlyIfAbsent: true })).ok).toBe(true);
  });

  it("lets one of many win who put what is absent at once", async () => {
    const puts = Array.from({ length: 8 }, (_, i) =>
      store.put("clean/1/race", some(100 + i), { ...pdf, onlyIfAbsent: true }),
    );
    expect((await Promise.all(puts)).filter((result) => result.ok)).toHaveLength(1);
  });

  it("reads a range, both ends included, and tells the whole size", async () => {
    await store.put("clean/1/range", some(1000), pdf);
    const found = await store.get("clean/1/range", { start: 10, end: 19 });
    expect(found?.info.size).toBe(1000);
    const chunks: Uint8Array[] = [];
    for await (const chunk of found!.stream as AsyncIterable<Uint8Array>) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(some(1000).subarray(10, 20));
  });

  it("knows nothing of what is absent, and deletes it without complaint", async () => {
    expect(await store.get("clean/1/absent")).toBeNull();
    expect(await store.head("clean/1/absent")).toBeNull();
    await store.delete("clean/1/absent");
    await store.put("clean/1/gone", some(1), pdf);
    await store.delete("clean/1/gone");
    expect(await store.head("clean/1/gone")).toBeNull();
  });

  it("lists what lies under a prefix, all pages of it", async () => {
    for (let i = 0; i < 7; i += 1) await store.put(`quarantine/list-${i}`, some(i), pdf);
    const found = await Array.fromAsync(store.list("quarantine/"));
    expect(found.map((info) => [info.key, info.size])).toEqual(
      Array.from({ length: 7 }, (_, i) => [`quarantine/list-${i}`, i]),
    );
    expect(found.every((info) => Math.abs(Date.now() - info.modifiedAt.getTime()) < 60_000)).toBe(
      true,
    );
  });

  it.each([
    "../secret",
    "clean/../../x",
    "/etc/passwd",
    "clean//x",
    "clean/",
    "x",
    "CLEAN/1",
    "clean/a b",
  ])("refuses the key %j", async (key) => {
    await expect(store.put(key, some(1), pdf)).rejects.toThrow("unexpected shape");
    await expect(store.head(key)).rejects.toThrow("unexpected shape");
  });

  it("reads no more than it was told", async () => {
    await store.put("clean/1/large", some(5000), pdf);
    await expect(readObject(store, "clean/1/large", 4999)).rejects.toThrow("larger than");
  });
});

describe("the folder", () => {
  it("has no place for browsers: they post to the portal", async () => {
    const permission = {
      key: "quarantine/t",
      mime: "image/jpeg",
      maxBytes: 9,
      expiresInSeconds: 9,
    };
    expect(await localFolder("/nowhere").uploadTarget(permission)).toBeNull();
  });

  it("lets only its owner read, and leaves nothing unfinished behind", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kezek-store-"));
    const store = localFolder(folder);
    await store.put("clean/1/a", some(9), pdf);
    expect((await stat(join(folder, "clean/1/a"))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, ".unfinished"))).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it("does not list what a killed process left half-written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kezek-store-"));
    const store = localFolder(folder);
    await store.put("clean/1/a", some(9), pdf);
    await writeFile(join(folder, ".unfinished", "half"), "x");
    expect((await Array.fromAsync(store.list(""))).map((info) => info.key)).toEqual(["clean/1/a"]);
    await rm(folder, { recursive: true });
  });
});
