import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import ru from "#lib/i18n/messages/ru.json" with { type: "json" };
import { argumentsOf, flatten } from "./catalogue.ts";

const texts = flatten(ru);
const root = join(import.meta.dirname, "../../..");

type Source = { readonly path: string; readonly code: string };

function sources(): Source[] {
  return ["app", "lib", "db"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))
      .map((name) => ({
        path: join(folder, name),
        code: readFileSync(join(root, folder, name), "utf8"),
      })),
  );
}

/** `t("key")` of a text that does not exist; `t(`a.${b}`)` where nothing begins so; values left out. */
function wrongCalls({ path, code }: Source): string[] {
  const wrong: string[] = [];
  for (const [call, key = "", after = ""] of code.matchAll(/\bt\(\s*"([^"]+)"\s*([,)])/g)) {
    const text = texts.get(key);
    if (text === undefined) wrong.push(`${path}: ${call}: no such text`);
    else if (after === ")" && argumentsOf(text).length > 0) {
      wrong.push(`${path}: ${call}: values missing: ${argumentsOf(text).join(", ")}`);
    }
  }
  for (const [call, start = ""] of code.matchAll(/\bt\(\s*`([^`$]*)\$\{/g)) {
    if (![...texts.keys()].some((key) => key.startsWith(start))) {
      wrong.push(`${path}: ${call}: nothing begins so`);
    }
  }
  return wrong;
}

/** Texts that no source names, whole or by the beginning of a composed key. */
function unused(all: readonly Source[]): string[] {
  const code = all.map((source) => source.code).join("\n");
  const quoted = new Set([...code.matchAll(/"([\w-]+(?:\.[\w-]+)+)"/g)].map(([, key]) => key));
  const starts = [...code.matchAll(/`([\w-]+(?:\.[\w-]+)*\.)\$\{/g)].map(([, start = ""]) => start);
  return [...texts.keys()].filter(
    (key) => !quoted.has(key) && !starts.some((start) => key.startsWith(start)),
  );
}

describe("texts in the code", () => {
  const all = sources();

  test("exist and get their values", () => {
    expect(all.flatMap(wrongCalls)).toEqual([]);
  });

  test("a planted call is found", () => {
    const planted = (code: string) => wrongCalls({ path: "planted.tsx", code });
    expect(planted('t("no.such.text")')).toHaveLength(1);
    expect(planted('t("code.sent")')).toHaveLength(1);
    expect(planted("t(`nowhere.${code}`)")).toHaveLength(1);
    expect(planted('t("code.sent", { phone })')).toEqual([]);
  });

  test("unused ones are told", () => {
    const left = unused(all);
    // Many wait for later pages; the list is for the one who tidies up: UNUSED_TEXTS=1 npx vitest run usage.
    const list = process.env["UNUSED_TEXTS"] === undefined ? "" : `\n${left.join("\n")}`;
    console.info(`${left.length} of ${texts.size} texts are not used yet${list}`);
    expect(left.length).toBeLessThan(texts.size);
  });
});
