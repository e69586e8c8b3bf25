import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { locales } from "#lib/i18n/locales.ts";
import type { Shot } from "./camera.ts";
import { readChoice, usage } from "./choice.ts";
import { indexPage } from "./index-page.ts";

// `npm run sheet`: pictures of every page, for people to look at before a release.

const folder = resolve(".kezek/sheet");
const choice = readChoice(process.argv.slice(2), folder);
if (!choice) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
for (const lang of locales) rmSync(join(folder, `${lang}.json`), { force: true });

const runner = spawn(
  join("node_modules", ".bin", "vitest"),
  ["run", "--root", ".", "--config", "tests/sheet/vitest.config.ts"],
  { stdio: "inherit", env: { ...process.env, KEZEK_SHEET: JSON.stringify(choice) } },
);
const stop = () => runner.kill("SIGTERM");
process.on("SIGINT", stop).on("SIGTERM", stop);
const [code]: (number | null)[] = await once(runner, "close");

// What was taken before something went wrong is worth looking at too.
const shots = locales.flatMap((lang): Shot[] => {
  const list = join(folder, `${lang}.json`);
  return existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
});
writeFileSync(join(folder, "index.html"), indexPage(shots));
const over = shots.filter((shot) => shot.over > 0);
for (const shot of over)
  process.stdout.write(`${shot.over} px too wide: ${shot.file}: ${shot.culprit}\n`);
process.stdout.write(`\n${shots.length} pictures: ${join(folder, "index.html")}\n`);
process.exitCode = code === 0 && over.length === 0 ? 0 : 1;
