import { type SignTexts, signTexts } from "#app/_eds/sign-texts.ts";
import type { Translator } from "#lib/i18n/translate.ts";

/** What the page looks at, in this order: each is of use only when those before it are in order. */
export const setupSteps = ["device", "permission", "program", "key"] as const;
export type SetupStep = (typeof setupSteps)[number];

/** Stand where the version of NCALayer and the title of a step will be. */
export const versionMark = "{version}";
export const stepMark = "{step}";

/** All words of the check in one language. */
export type SetupTexts = {
  readonly check: string;
  readonly again: string;
  readonly noScript: string;
  readonly titles: Readonly<Record<SetupStep, string>>;
  readonly states: Readonly<Record<"waiting" | "busy" | "done" | "mend", string>>;
  readonly computer: string;
  readonly phone: string;
  readonly phoneSteps: readonly string[];
  readonly granted: string;
  readonly unneeded: string;
  readonly found: string;
  readonly keyOffer: string;
  readonly keyButton: string;
  readonly keyFits: string;
  readonly ready: string;
  readonly mendFirst: string;
  /** Of the signing itself: its states and likely failures; the others are asked for when one has happened. */
  readonly sign: SignTexts;
};

export function setupTexts(t: Translator): SetupTexts {
  return {
    check: t("help.setup.check"),
    again: t("help.setup.again"),
    noScript: t("help.setup.noScript"),
    titles: {
      device: t("help.setup.step.device"),
      permission: t("help.setup.step.permission"),
      program: t("help.setup.step.program"),
      key: t("help.setup.step.key"),
    },
    states: {
      waiting: t("help.setup.state.waiting"),
      busy: t("help.setup.state.busy"),
      done: t("help.setup.state.done"),
      mend: t("help.setup.state.mend"),
    },
    computer: t("help.setup.computer"),
    phone: t("help.setup.phone.what"),
    phoneSteps: [t("help.setup.phone.fill"), t("help.setup.phone.sign")],
    granted: t("help.setup.granted"),
    unneeded: t("help.setup.unneeded"),
    found: t("help.setup.found", { version: versionMark }),
    keyOffer: t("help.setup.key.offer"),
    keyButton: t("help.setup.key.button"),
    keyFits: t("help.setup.key.fits"),
    ready: t("help.setup.ready"),
    mendFirst: t("help.setup.mendFirst", { step: stepMark }),
    sign: signTexts(t, "sign-in"),
  };
}
