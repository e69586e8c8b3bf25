import libheif from "libheif-js/wasm-bundle.js";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { pixelLimit } from "./file-limits.ts";

/** A picture unpacked: four bytes a pixel, row after row, upright. */
export type Pixels = {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
};

/**
 * Unpacks an iPhone's photo. sharp's own build knows the container but not the codec inside (HEVC), so libheif does it,
 * compiled to WebAssembly: a bug in its C++ breaks the thread it runs in and reaches nothing else. Only to be called in
 * a thread of its own (file-thread.ts). Of several pictures the first in rank is taken.
 */
export async function unpackHeic(
  bytes: Uint8Array,
): Promise<Result<Pixels, "file-heic" | "file-pixels">> {
  const images = new libheif.HeifDecoder().decode(bytes);
  const image = images.find((each) => each.is_primary()) ?? images[0];
  if (image === undefined) return fail("file-heic");
  const width = image.get_width();
  const height = image.get_height();
  if (!(width > 0 && height > 0)) return fail("file-heic");
  if (width * height > pixelLimit) return fail("file-pixels");
  const data = new Uint8ClampedArray(width * height * 4);
  const done = await new Promise((resolve) => image.display({ data, width, height }, resolve));
  return done === null ? fail("file-heic") : ok({ data, width, height });
}
