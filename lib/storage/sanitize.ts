import sharp, { type Sharp } from "sharp";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { FileKind } from "./sniff.ts";

export type CleanImage = {
  readonly bytes: Uint8Array;
  readonly mime: "image/jpeg" | "image/png";
  readonly width: number;
  readonly height: number;
  /** JPEG of at most 480 pixels, for the list on the page. */
  readonly preview: Uint8Array;
};

export type ImageRefusal = "file-pixels" | "file-damaged";

/** 40 megapixels and more are refused by the header alone, before a single pixel is unpacked. */
export const pixelLimit = 40_000_000 - 1;
/** An A4 page at some 220 dots per inch: every stamp and number stays legible. */
export const longSide = 2600;
export const previewSide = 480;

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

async function redraw(
  bytes: Uint8Array,
  kind: Exclude<FileKind, "pdf">,
): Promise<Result<CleanImage, ImageRefusal>> {
  const source = () =>
    sharp(bytes, { limitInputPixels: pixelLimit, failOn: "error", sequentialRead: true });
  try {
    const { width, height } = await source().metadata();
    if (width * height > pixelLimit) return fail("file-pixels");
    const fitted = source()
      .autoOrient()
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
