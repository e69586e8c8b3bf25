import sharp, { type Sharp } from "sharp";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { longSide, pixelLimit, previewSide } from "./file-limits.ts";
import { inspectPdfAside, unpackHeicAside } from "./off-thread.ts";
import type { FileKind } from "./sniff.ts";

export type CleanImage = {
  readonly bytes: Uint8Array;
  readonly mime: "image/jpeg" | "image/png";
  readonly width: number;
  readonly height: number;
  /** JPEG of at most 480 pixels, for the list on the page. */
  readonly preview: Uint8Array;
};

export type ImageRefusal = "file-pixels" | "file-damaged" | "file-heic";

// An unpacked photo takes 150 MB. Parents come in waves, and the pages live in the same process.
const atOnce = 2;
const secondsPerImage = 20;
let running = 0;
const waiting: Array<() => void> = [];

sharp.cache(false);

/**
 * The same picture drawn anew: turned as the camera held it, without location, serial number, comments or anything
 * else hidden in the file, at most 2600 pixels long. Photos stay JPEG, PNG stays PNG.
 */
export async function cleanImage(
  bytes: Uint8Array,
  kind: Exclude<FileKind, "pdf">,
): Promise<Result<CleanImage, ImageRefusal>> {
  await enter();
  try {
    return await redraw(bytes, kind);
  } finally {
    leave();
  }
}

/** A PDF that is nothing but pages; the same places in the same line as the pictures. See `inspectPdf`. */
export async function cleanPdf(bytes: Uint8Array): ReturnType<typeof inspectPdfAside> {
  await enter();
  try {
    return await inspectPdfAside(bytes);
  } finally {
    leave();
  }
}

async function redraw(
  bytes: Uint8Array,
  kind: Exclude<FileKind, "pdf">,
): Promise<Result<CleanImage, ImageRefusal>> {
  try {
    const source = kind === "heic" ? await unpacked(bytes) : await measured(bytes);
    if (!source.ok) return source;
    const fitted = source.value
      .resize({ width: longSide, height: longSide, fit: "inside", withoutEnlargement: true })
      .timeout({ seconds: secondsPerImage });
    const drawn = await (
      kind === "png" ? fitted.png({ compressionLevel: 8 }) : onWhite(fitted).jpeg({ quality: 85 })
    ).toBuffer({ resolveWithObject: true });
    const preview = await onWhite(sharp(drawn.data))
      .resize({ width: previewSide, height: previewSide, fit: "inside", withoutEnlargement: true })
      .jpeg({ quality: 72 })
      .toBuffer();
    return ok({
      bytes: drawn.data,
      mime: kind === "png" ? "image/png" : "image/jpeg",
      width: drawn.info.width,
      height: drawn.info.height,
      preview,
    });
  } catch (error) {
    // sharp has no codes, only sentences; whatever it cannot draw is a picture nobody could read either.
    const tooMany = error instanceof Error && /pixel limit/i.test(error.message);
    return fail(tooMany ? "file-pixels" : "file-damaged");
  }
}

async function measured(bytes: Uint8Array): Promise<Result<Sharp, ImageRefusal>> {
  const open = () =>
    sharp(bytes, { limitInputPixels: pixelLimit, failOn: "error", sequentialRead: true });
  const { width, height } = await open().metadata();
  return width * height > pixelLimit ? fail("file-pixels") : ok(open().autoOrient());
}

async function unpacked(bytes: Uint8Array): Promise<Result<Sharp, ImageRefusal>> {
  const found = await unpackHeicAside(bytes);
  if (!found.ok) return found;
  const { data, width, height } = found.value;
  return ok(sharp(data, { raw: { width, height, channels: 4 } }));
}

// JPEG has no transparency: what is clear becomes paper, not black.
function onWhite(image: Sharp): Sharp {
  return image.flatten({ background: "#ffffff" });
}

async function enter(): Promise<void> {
  if (running < atOnce) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

// The one who leaves hands the place to the next in line, so nobody slips in between.
function leave(): void {
  const next = waiting.shift();
  if (next === undefined) running -= 1;
  else next();
}
