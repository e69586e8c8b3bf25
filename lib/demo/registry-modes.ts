import { z } from "zod";
import {
  registryModes,
  registryModesKey,
  type RegistryModes,
  registryNews,
  type RegistryNews,
  registryNewsKey,
} from "#lib/registries/current.ts";
import type { RegistryName } from "#lib/registries/ports.ts";
import { sandboxMode, type SandboxMode } from "#lib/registries/sandbox.ts";
import { readDemoSetting, writeDemoSetting } from "./settings.ts";

export const registryNames = [
  "person",
  "birth",
  "mobile",
] as const satisfies readonly RegistryName[];
export const sandboxKinds = ["normal", "slow", "silent", "down", "empty"] as const;

/** How long a slow register takes when nobody says otherwise, milliseconds: longer than a page likes to wait. */
const slowMs = 3_000;

const wish = z.union([
  z
    .enum(sandboxKinds)
    .transform((kind): SandboxMode => (kind === "slow" ? { kind, ms: slowMs } : { kind })),
  sandboxMode,
]);

/**
 * The body of `PUT /api/demo/registries`: `{"person": "down", "birth": {"kind": "slow", "ms": 500}}` or `{"all": …}`, and
 * `{"news": {"<IIN>": "dead" | "moved" | null}}` for what the register of persons has learned.
 */
export const registryOrder = z.strictObject({
  person: wish.optional(),
  birth: wish.optional(),
  mobile: wish.optional(),
  all: wish.optional(),
  news: z.record(z.string().regex(/^\d{12}$/), registryNews.valueType.nullable()).optional(),
});
export type RegistryOrder = z.infer<typeof registryOrder>;

/** How each sandbox register behaves now. */
export async function registrySettings(): Promise<Record<RegistryName, SandboxMode>> {
  const stored = registryModes.safeParse(await readDemoSetting(registryModesKey));
  return complete(stored.success ? stored.data : {});
}

/** Changes the registers that the order names and leaves the others. */
export async function setRegistries(
  order: RegistryOrder,
  now: Date,
): Promise<Record<RegistryName, SandboxMode>> {
  const { all, news, ...named } = order;
  if (news !== undefined) await setNews(news, now);
  const before = all ? { person: all, birth: all, mobile: all } : await registrySettings();
  const after = complete({ ...before, ...named });
  await writeDemoSetting(registryModesKey, after, now);
  return after;
}

async function setNews(changes: NonNullable<RegistryOrder["news"]>, now: Date): Promise<void> {
  const stored = registryNews.safeParse(await readDemoSetting(registryNewsKey)).data ?? {};
  const after: RegistryNews = {};
  for (const [iin, news] of Object.entries({ ...stored, ...changes })) {
    if (news !== null) after[iin] = news;
  }
  await writeDemoSetting(registryNewsKey, after, now);
}

function complete(modes: RegistryModes): Record<RegistryName, SandboxMode> {
  const normal: SandboxMode = { kind: "normal" };
  return {
    person: modes.person ?? normal,
    birth: modes.birth ?? normal,
    mobile: modes.mobile ?? normal,
  };
}
