import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { together } from "#app/_ui/whole.tsx";
import { formatDate } from "#lib/i18n/formats.ts";

test("a date stays whole at the end of a line and can still break between its words", () => {
  const date = formatDate("kk", "2026-11-29");
  expect(renderToStaticMarkup(<p>{together(`Соңғы күні: ${date}.`)}</p>)).toBe(
    '<p>Соңғы күні: <span class="inline-block">2026 жылғы 29 қараша.</span></p>',
  );
});

test("words with common spaces stay as they are", () => {
  expect(renderToStaticMarkup(<p>{together("Осталось 6 дней")}</p>)).toBe("<p>Осталось 6 дней</p>");
});
