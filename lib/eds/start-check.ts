import { type Env, EnvironmentError } from "#lib/platform/env.ts";
import { log } from "#lib/platform/log.ts";
import { inDate } from "./certificate.ts";
import { isPinned, loadTrustFolder } from "./trust-folder.ts";
import { chainOf, type TrustStore } from "./trust-store.ts";

/**
 * Reads the authorities once before the first visitor comes: a folder that is missing, was changed or holds a test
 * authority where none may be is to stop the start, not the first parent who signs.
 * @throws EnvironmentError naming EDS_TRUST_DIR
 */
export async function checkTrustedAuthorities(
  environment: Pick<Env, "EDS_TRUST_DIR" | "EDS_ALLOW_TEST_CA">,
  now = new Date(),
): Promise<void> {
  const { EDS_TRUST_DIR: folder, EDS_ALLOW_TEST_CA: allowTestAuthorities } = environment;
  if (folder === undefined) return;
  const loaded = await loadTrustFolder(folder, { allowTestAuthorities });
  if (!loaded.ok) throw wrong(`${loaded.code} ${loaded.detail}`);
  if (!(await isPinned(folder))) {
    log.warn("The trusted authorities are not pinned: see SHA256SUMS in docs/eds.md", { folder });
  }
  // The demo's authorities follow the demo's clock.
  if (allowTestAuthorities || standsUnderARoot(loaded.value, now)) return;
  throw wrong(`trust-folder-no-chain ${folder}`);
}

function wrong(reason: string): EnvironmentError {
  return new EnvironmentError([{ name: "EDS_TRUST_DIR", reason: `cannot be trusted: ${reason}` }]);
}

/** Whether there is an authority that can vouch for anybody: in date, and below a root that is. */
function standsUnderARoot(trust: TrustStore, now: Date): boolean {
  return trust.authorities.some((each) => {
    const chain = chainOf(each, trust, now);
    const below = chain.ok && chain.value[0]?.fingerprint !== each.fingerprint;
    return below && inDate(each, now);
  });
}
