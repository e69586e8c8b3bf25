import { type Env, EnvironmentError } from "#lib/platform/env.ts";
import { loadTrustFolder } from "./trust-folder.ts";

/**
 * Reads the authorities once before the first visitor comes: a folder that is missing, was changed or holds a test
 * authority where none may be is to stop the start, not the first parent who signs.
 * @throws EnvironmentError naming EDS_TRUST_DIR
 */
export async function checkTrustedAuthorities(
  environment: Pick<Env, "EDS_TRUST_DIR" | "EDS_ALLOW_TEST_CA">,
): Promise<void> {
  const { EDS_TRUST_DIR: folder, EDS_ALLOW_TEST_CA: allowTestAuthorities } = environment;
  if (folder === undefined) return;
  const loaded = await loadTrustFolder(folder, { allowTestAuthorities });
  if (loaded.ok) return;
  const reason = `cannot be trusted: ${loaded.code} ${loaded.detail}`;
  throw new EnvironmentError([{ name: "EDS_TRUST_DIR", reason }]);
}
