import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import next from "next";

/** The folder of the project. */
export const projectFolder = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Next, prepared to answer.
 * @throws Error when the portal has not been built
 */
export async function nextApp(settings: { dev: boolean; hostname: string; port: number }) {
  if (!settings.dev && !existsSync(new URL("../../.next/BUILD_ID", import.meta.url))) {
    throw new Error("The portal is not built: run `npm run build` first");
  }
  const app = next({ ...settings, dir: projectFolder, customServer: true });
  await app.prepare();
  return app;
}
