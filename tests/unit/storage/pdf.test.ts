import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawPdf } from "#lib/documents/pdf.ts";
import { inspectPdf } from "#lib/storage/pdf-verdict.ts";
import {
  hostilePdfs,
  honestPdfs,
  objectStream,
  pdfWith,
  plainPdf,
} from "#tests/support/hostile-pdfs.ts";

describe("a PDF is refused with", () => {
  test.each(hostilePdfs)("%s", (_name, make, code) => {
    expect(inspectPdf(make())).toMatchObject({ ok: false, code });
  });
});

describe("a PDF is taken", () => {
  test.each(honestPdfs)("%s", (_name, make) => {
    expect(inspectPdf(make())).toMatchObject({ ok: true });
  });

  test("as the portal itself draws it", async () => {
    const drawn = await drawPdf({ content: ["Кезек", { text: "2", pageBreak: "before" }] });
    expect(inspectPdf(drawn)).toMatchObject({ ok: true, value: { pages: 2 } });
  });

  test("of ten megabytes of noise, in little time", () => {
    const noise = randomBytes(10_000_000);
    const picture = Buffer.concat([
      Buffer.from(`<< /Subtype /Image /Length ${noise.length} >>\nstream\n`),
      // «obj» behind a digit would be looked at, as it must; here noise is to be only noise.
      Buffer.from(noise.toString("latin1").replaceAll("obj", "ooo"), "latin1"),
      Buffer.from("\nendstream"),
    ]);
    const started = performance.now();
    expect(inspectPdf(pdfWith("", picture))).toMatchObject({ ok: true, value: { pages: 1 } });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

test("however a name is written, it is the same name", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), (escaped) => {
      const name = [..."JavaScript"]
        .map((letter, i) =>
          escaped[i] ? `#${letter.charCodeAt(0).toString(16).padStart(2, "0")}` : letter,
        )
        .join("");
      const packed = objectStream(new Map([[9, `<</S/${name}>>`]]));
      for (const made of [plainPdf(`/A<</S/${name}>>`), pdfWith("", packed)]) {
        expect(inspectPdf(made)).toMatchObject({ code: "file-pdf-active" });
      }
    }),
    { numRuns: 50 },
  );
});

test("a file broken anywhere is answered, never thrown at", () => {
  const whole = pdfWith("", objectStream(new Map([[9, "<</A[1 2(x)]>>"]])));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
      (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        expect(typeof inspectPdf(bytes).ok).toBe("boolean");
      },
    ),
    { numRuns: 300 },
  );
});
