import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { UploadField } from "#app/[locale]/[region]/apply/_upload/upload-field.tsx";
import { storedFiles, uploadTexts } from "#app/[locale]/[region]/apply/_upload/upload-texts.ts";
import { uploadCodes } from "#lib/documents/upload-codes.ts";
import { locales } from "#lib/i18n/locales.ts";

vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: () => undefined }) }));

const limits = { maxBytes: 10_000_000, maxFilesPerPaper: 5, maxFiles: 20 };
const ids = ["5a1b2c3d-0000-4000-8000-000000000001", "5a1b2c3d-0000-4000-8000-000000000002"];
const files = storedFiles(
  "ru",
  ids.map((id, i) => ({ id, fileName: `страница ${i}.jpg`, size: 240_000, hasPreview: true })),
);

const html = renderToStaticMarkup(
  <UploadField
    region="akmola"
    draft="5a1b2c3d-0000-4000-8000-00000000000d"
    paper="pmpk-conclusion"
    label="Заключение ПМПК"
    files={files}
    maxFiles={5}
    texts={uploadTexts("ru", limits)}
    returnTo="/ru/akmola/apply/general"
    formId="wizard"
  />,
);

describe("the upload field before JavaScript", () => {
  test("has no form within a form", () => {
    let depth = 0;
    for (const [tag] of html.matchAll(/<\/?form\b/g)) {
      depth += tag === "</form" ? -1 : 1;
      expect(depth).toBeLessThanOrEqual(1);
    }
    expect(html.match(/<form\b/g)).toHaveLength(3);
  });

  test("ties every control to a form that is there", () => {
    const forms = new Set([...html.matchAll(/<form id="([^"]+)"/g)].map((match) => match[1]));
    const tied = [...html.matchAll(/<(?:button|input)[^>]* form="([^"]+)"/g)].map(
      (match) => match[1],
    );
    expect(tied.length).toBeGreaterThan(7);
    for (const form of tied) expect(form === "wizard" || forms.has(form)).toBe(true);
  });

  test("hands the ids of its files to the wizard's form, in order", () => {
    const posted = [
      ...html.matchAll(
        /name="attachment\.pmpk-conclusion" value="([^"]+)" form="wizard"|form="wizard"[^>]*value="([^"]+)"/g,
      ),
    ].map((match) => match[1] ?? match[2]);
    expect(posted).toEqual(ids);
  });

  test("names each button after its file", () => {
    for (const name of ["страница 0.jpg", "страница 1.jpg"]) {
      for (const verb of ["Выше", "Ниже", "Удалить", "Посмотреть"]) {
        expect(html).toContain(`aria-label="${verb}: ${name}"`);
      }
    }
  });
});

test.each(locales)("every refusal has its words in %s", (locale) => {
  const { errors } = uploadTexts(locale, limits);
  for (const code of uploadCodes) expect(errors[code]).toMatch(/\p{L}{3}/u);
  expect(errors["file-too-large"]).toContain("10");
});
