import sharp from "sharp";

export type Photo = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** A photo of a paper as a phone takes it: a real JPEG, grainy, so that it weighs what photos weigh. */
export async function photo(name: string, shade: number): Promise<Photo> {
  const paper = { r: 240 - shade, g: 236 - shade, b: 220 - shade };
  const buffer = await sharp({
    create: {
      width: 1200,
      height: 1600,
      channels: 3,
      background: paper,
      noise: { type: "gaussian", mean: 128, sigma: 30 },
    },
  })
    .tint(paper)
    .jpeg({ quality: 80 })
    .toBuffer();
  return { name, mimeType: "image/jpeg", buffer };
}
