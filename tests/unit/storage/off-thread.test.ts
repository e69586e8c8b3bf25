import { describe, expect, test } from "vitest";
import { inspectPdfAside, unpackHeicAside } from "#lib/storage/off-thread.ts";
import { hostilePdfs, plainPdf } from "#tests/support/hostile-pdfs.ts";
import { iphonePhoto } from "#tests/support/iphone-photo.ts";

describe("a file is read in a thread of its own", { timeout: 30_000 }, () => {
  test("and the answer comes back", async () => {
    expect(await inspectPdfAside(plainPdf())).toMatchObject({ ok: true, value: { pages: 1 } });
    const [, make, code] = hostilePdfs[0]!;
    expect(await inspectPdfAside(make())).toMatchObject({ ok: false, code });
    expect(await unpackHeicAside(iphonePhoto())).toMatchObject({ value: { width: 96 } });
  });

  test("while the thread that serves pages goes on serving", async () => {
    const [, make] = hostilePdfs.find(([name]) => name.includes("gigabyte"))!;
    const bomb = make();
    let turns = 0;
    const beat = setInterval(() => {
      turns += 1;
    }, 5);
    expect(await inspectPdfAside(bomb)).toMatchObject({ code: "file-damaged" });
    clearInterval(beat);
    // Unpacking takes tenths of a second; on this thread it would leave no turn in between.
    expect(turns).toBeGreaterThan(10);
  });

  test("that ends when the file takes too long", async () => {
    const hurry = { milliseconds: 1, megabytes: 256 };
    expect(await inspectPdfAside(plainPdf(), hurry)).toMatchObject({ code: "file-damaged" });
    expect(await unpackHeicAside(iphonePhoto(), hurry)).toMatchObject({ code: "file-heic" });
  });

  test("that ends when the file takes too much memory", async () => {
    const many = plainPdf(`/A [${"<</A/B>>".repeat(400_000)}]`);
    const tight = { milliseconds: 20_000, megabytes: 16 };
    expect(await inspectPdfAside(many, tight)).toMatchObject({ code: "file-damaged" });
    expect(await inspectPdfAside(many)).toMatchObject({ ok: true });
  });
});
