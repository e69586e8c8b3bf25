import type { EmulatorKeyKind } from "#lib/demo/emulator-answer.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";

/** What each kind of key is called on the demo's desk. */
export const keyNames: Record<EmulatorKeyKind, MessageKey> = {
  valid: "demo.emulator.keyName.good",
  expired: "demo.emulator.keyName.expired",
  revoked: "demo.emulator.keyName.revoked",
  "not-yet-valid": "demo.emulator.keyName.not-yet-valid",
  "rogue-ca": "demo.emulator.keyName.rogue",
  organisation: "demo.emulator.keyName.organisation",
  "no-iin": "demo.emulator.keyName.no-iin",
  "two-iins": "demo.emulator.keyName.two-iins",
  "wrong-usage": "demo.emulator.keyName.wrong-usage",
  authentication: "demo.emulator.keyName.authentication",
  "nca-test": "demo.emulator.keyName.nca-test",
};
