import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { longSide, previewSide } from "#lib/storage/file-limits.ts";
import { cleanImage } from "#lib/storage/sanitize.ts";
import { type FileKind, sniff } from "#lib/storage/sniff.ts";
import * as files from "#tests/support/hostile-files.ts";
import { heicPixelBomb, iphonePhoto } from "#tests/support/iphone-photo.ts";

describe("what a file is, whatever it is called", () => {
  it.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ["an empty file", () => Buffer.alloc(0), "file-empty"],
    ["a page called .jpg", () => files.html, "file-type"],
    ["an SVG with a script", () => files.svg, "file-type"],
    ["an archive", () => files.zip, "file-type"],
    ["a GIF", () => files.gif, "file-type"],
    ["the EICAR test file", () => files.eicar, "file-type"],
    ["a film in a photo's clothes", () => files.heic("hevc"), "file-heic"],
    ["plain zeros", () => Buffer.alloc(5000), "file-type"],
    ["a page with a PDF behind it", () => Buffer.concat([files.html, files.pdf()]), "file-type"],
    ["a PDF cut in the middle", () => files.pdf().subarray(0, 60), "file-damaged"],
    ["a PDF of version 9", () => Buffer.from("%PDF-9.7\n%%EOF"), "file-type"],
  ])("refuses %s", async (_name, make, code) => {
    expect(await sniff(await make())).toMatchObject({ ok: false, code });
  });

  it.each<[FileKind, () => Promise<Buffer> | Buffer]>([
    ["pdf", files.pdf],
    ["jpeg", files.phonePhoto],
    ["png", files.png],
    ["webp", files.webp],
    ["heic", iphonePhoto],
  ])("knows a %s", async (kind, make) => {
    expect(await sniff(await make())).toMatchObject({ ok: true, value: kind });
  });
});

describe("a picture is drawn anew", { timeout: 30_000 }, () => {
  it("stands upright, and nothing tells where it was taken", async () => {
    const photo = await files.phonePhoto();
    expect(photo.includes("KezekPhone")).toBe(true);
    const clean = await cleanImage(photo, "jpeg");
    if (!clean.ok) throw new Error(clean.code);
    expect(clean.value).toMatchObject({ width: 900, height: 1200, mime: "image/jpeg" });
    const metadata = await sharp(clean.value.bytes).metadata();
    expect(metadata).toMatchObject({ hasProfile: false });
    for (const hidden of ["exif", "xmp", "iptc", "icc", "orientation"]) {
      expect(metadata).not.toHaveProperty(hidden);
    }
    expect(Buffer.from(clean.value.bytes).includes("KezekPhone")).toBe(false);
    expect((await sharp(clean.value.preview).metadata()).exif).toBeUndefined();
  });

  it("is made smaller when it is large, never larger", async () => {
    const large = await cleanImage(await files.phonePhoto(4000, 3000), "jpeg");
    const small = await cleanImage(await files.png(30, 20), "png");
    if (!large.ok || !small.ok) throw new Error("refused");
    expect(Math.max(large.value.width, large.value.height)).toBe(longSide);
    expect((await sharp(large.value.preview).metadata()).height).toBe(previewSide);
    expect(small.value).toMatchObject({ width: 30, height: 20, mime: "image/png" });
  });

  it("loses what was appended behind it", async () => {
    const polyglot = Buffer.concat([await files.phonePhoto(), files.html]);
    const clean = await cleanImage(polyglot, "jpeg");
    if (!clean.ok) throw new Error(clean.code);
    expect(Buffer.from(clean.value.bytes).includes("<script")).toBe(false);
  });

  it("becomes a JPEG from WebP", async () => {
    const clean = await cleanImage(await files.webp(), "webp");
    expect(clean).toMatchObject({ ok: true, value: { mime: "image/jpeg" } });
  });

  it("becomes a JPEG from an iPhone's HEIC, the same picture without its place", async () => {
    const photo = iphonePhoto();
    expect(photo.includes("KezekPhone")).toBe(true);
    const clean = await cleanImage(photo, "heic");
    if (!clean.ok) throw new Error(clean.code);
    expect(clean.value).toMatchObject({ mime: "image/jpeg", width: 96, height: 64 });
    expect(Buffer.from(clean.value.bytes).includes("KezekPhone")).toBe(false);
    const colours = sharp(clean.value.bytes).raw();
    const pixels = await colours.toBuffer();
    const [red = 0, green = 0] = pixels.subarray((10 * 96 + 10) * 3);
    const [brown = 0, brownGreen = 0] = pixels.subarray((50 * 96 + 80) * 3);
    expect(red - green).toBeGreaterThan(120);
    expect(Math.abs(brown - 122) + Math.abs(brownGreen - 92)).toBeLessThan(40);
  });

  it.each<[string, () => Promise<Buffer> | Buffer, Exclude<FileKind, "pdf">, string]>([
    ["a HEIC of 30,000 × 30,000 pixels", heicPixelBomb, "heic", "file-pixels"],
    ["half a HEIC", () => iphonePhoto().subarray(0, 600), "heic", "file-heic"],
    ["a HEIC of nothing", files.heic, "heic", "file-heic"],
    ["40 megapixels", () => files.png(8000, 5000), "png", "file-pixels"],
    ["a bomb of 30,000 × 30,000", files.pixelBomb, "png", "file-pixels"],
    [
      "a photo whose upload broke off",
      async () => (await files.phonePhoto()).subarray(0, 3000),
      "jpeg",
      "file-damaged",
    ],
  ])("refuses %s", async (_name, make, kind, code) => {
    expect(await cleanImage(await make(), kind)).toMatchObject({ ok: false, code });
  });

  it("serves many at once, a few at a time", async () => {
    const photo = await files.phonePhoto();
    const all = await Promise.all(Array.from({ length: 7 }, () => cleanImage(photo, "jpeg")));
    expect(all.every((result) => result.ok)).toBe(true);
  });
});
