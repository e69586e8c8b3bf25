import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/client.ts";
import { demoSetting } from "#db/schema/platform.ts";
import { env } from "#lib/platform/env.ts";
import type { Registries, RegistryName } from "./ports.ts";
import {
  sandboxMode,
  sandboxNews,
  type SandboxNews,
  sandboxRegistries,
  type SandboxMode,
} from "./sandbox.ts";

/** The key of the row in `demo_setting` that says how each sandbox register behaves. */
export const registryModesKey = "registries";

/** The key of the row in `demo_setting` with what the sandbox register of persons has learned, by IIN. */
export const registryNewsKey = "registry-news";
export const registryNews = z.record(z.string().regex(/^\d{12}$/), sandboxNews);
export type RegistryNews = z.infer<typeof registryNews>;

/** How each sandbox register behaves; one that is not named is normal. */
export const registryModes = z.strictObject({
  person: sandboxMode.optional(),
  birth: sandboxMode.optional(),
  mobile: sandboxMode.optional(),
});
export type RegistryModes = z.infer<typeof registryModes>;

let sandbox: Registries | undefined;

/**
 * The registers of this installation.
 * @throws Error where `REGISTRIES=shep`: the gateway of the electronic government is not built yet
 */
export function registries(): Registries {
  if (env().REGISTRIES === "shep") {
    throw new Error("REGISTRIES=shep: this version speaks to the sandbox registers only");
  }
  sandbox ??= sandboxRegistries({ mode: storedMode, news: storedNews });
  return sandbox;
}

async function storedNews(iin: string): Promise<SandboxNews | null> {
  const [row] = await db().select().from(demoSetting).where(eq(demoSetting.key, registryNewsKey));
  return registryNews.safeParse(row?.value).data?.[iin] ?? null;
}

async function storedMode(registry: RegistryName): Promise<SandboxMode> {
  const [row] = await db().select().from(demoSetting).where(eq(demoSetting.key, registryModesKey));
  const modes = registryModes.safeParse(row?.value);
  return (modes.success ? modes.data[registry] : undefined) ?? { kind: "normal" };
}
