import { z } from "zod";
import { registryModes, registryModesKey, type RegistryModes } from "#lib/registries/current.ts";
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
export const slowMs = 3_000;

const wish = z.union([
  z
    .enum(sandboxKinds)
    .transform((kind): SandboxMode => (kind === "slow" ? { kind, ms: slowMs } : { kind })),
  sandboxMode,
]);

/** The body of `PUT /api/demo/registries`: `{"person": "down", "birth": {"kind": "slow", "ms": 500}}` or `{"all": …}`. */
export const registryOrder = z.strictObject({
  person: wish.optional(),
  birth: wish.optional(),
  mobile: wish.optional(),
  all: wish.optional(),
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
  const { all, ...named } = order;
  const before = all ? { person: all, birth: all, mobile: all } : await registrySettings();
  const after = complete({ ...before, ...named });
  await writeDemoSetting(registryModesKey, after, now);
  return after;
}

function complete(modes: RegistryModes): Record<RegistryName, SandboxMode> {
  const normal: SandboxMode = { kind: "normal" };
  return {
    person: modes.person ?? normal,
    birth: modes.birth ?? normal,
    mobile: modes.mobile ?? normal,
  };
}
