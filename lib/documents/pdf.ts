import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import pdfmake from "pdfmake";
import type { TDocumentDefinitions } from "pdfmake/interfaces.js";

// One whole TTF with every Kazakh letter. The web font comes in subsets, and each lacks letters of the others.
const family = "Roboto";
let ready = false;

function prepare(): void {
  if (ready) return;
  // From the folder the portal is started in: bundled by Next, this module does not know where it stands itself.
  const resolver = createRequire(join(/* turbopackIgnore: true */ process.cwd(), "package.json"));
  const fonts = join(dirname(resolver.resolve("pdfmake/package.json")), "build/fonts/Roboto");
  const face = (style: string) => join(fonts, `Roboto-${style}.ttf`);
  pdfmake.setFonts({
    [family]: {
      normal: face("Regular"),
      bold: face("Medium"),
      italics: face("Italic"),
      bolditalics: face("MediumItalic"),
    },
  });
  // A document is made of what it is given: it fetches nothing and reads nothing but its letters.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(fonts));
  ready = true;
}

/** Draws a PDF. The same definition gives the same bytes if it carries `info.creationDate`. */
export async function drawPdf(definition: TDocumentDefinitions): Promise<Uint8Array> {
  prepare();
  const made = pdfmake.createPdf({
    pageSize: "A4",
    compress: true,
    ...definition,
    defaultStyle: { font: family, fontSize: 10, lineHeight: 1.2, ...definition.defaultStyle },
  });
  return made.getBuffer();
}
