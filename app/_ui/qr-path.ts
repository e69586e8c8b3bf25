import { create } from "qrcode";

/** Modules of light around the code, as ISO/IEC 18004 asks. */
const quiet = 4;

/** A text as a QR code: the side of its square, and the dark modules as an SVG path of unit squares. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const rows = Array.from({ length: modules.size }, (_, index) => index);
  const path = rows
    .flatMap((y) =>
      rows.filter((x) => modules.get(y, x)).map((x) => `M${x + quiet} ${y + quiet}h1v1h-1z`),
    )
    .join("");
  return { size: modules.size + 2 * quiet, path };
}
