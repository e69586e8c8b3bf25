import type { TagTone } from "#app/_ui/tag.tsx";
import type { Translator } from "#lib/i18n/translate.ts";
import type { ClaimStatus } from "#lib/privileges/rules.ts";

export const claimTones: Readonly<Record<ClaimStatus, TagTone>> = {
  claimed: "plain",
  confirmed: "done",
  refused: "stop",
  withdrawn: "plain",
  expired: "stop",
};

/** What has become of a claim, in a word; `closed`: its application is, and nobody looks at the papers any more. */
export function claimState(t: Translator, status: ClaimStatus, closed = false): string {
  return status === "claimed" && !closed
    ? t("privilege.state.checking")
    : t(`privilege.state.${status}`);
}
