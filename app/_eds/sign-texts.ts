import type { Translator } from "#lib/i18n/translate.ts";
import {
  edsSentence,
  edsSteps,
  edsTopic,
  type SetupTopic,
  type SigningFailureCode,
  signingFailureCodes,
} from "./sentences.ts";

type Failure = {
  readonly sentence: string;
  readonly steps: readonly string[];
  /** The part of the help page that says more. */
  readonly topic?: SetupTopic | undefined;
};

export type FailureWords = Readonly<Record<string, Failure>>;

/** The words of the signing widget in one language: client components get texts, not catalogues. */
export type SignTexts = {
  readonly button: string;
  readonly retry: string;
  readonly giveUp: string;
  readonly whatToDo: string;
  readonly more: string;
  readonly newWindow: string;
  readonly noScript: string;
  readonly browserWillAsk: string;
  readonly preparing: string;
  readonly connecting: string;
  readonly window: string;
  readonly windowHint: string;
  readonly checking: string;
  readonly done: string;
  /** The likely ones; `wordsFor` knows the rest. */
  readonly failures: FailureWords;
  /** Where the words for every failure are, as JSON. */
  readonly moreFailures: string;
};

/** Stands in the sentence where NCALayer's own word will be. */
export const reasonMark = "{reason}";

/** The words for `SignWidget`; the button says «Выбрать сертификат» at sign-in and «Подписать» on an application. */
export function signTexts(t: Translator, purpose: "sign-in" | "application"): SignTexts {
  return {
    button: purpose === "sign-in" ? t("eds.choose") : t("eds.sign"),
    retry: t("eds.retry"),
    giveUp: t("common.cancel"),
    whatToDo: t("eds.whatToDo"),
    more: t("eds.more"),
    newWindow: t("a11y.newWindow"),
    noScript: t("eds.noScript"),
    browserWillAsk: t("eds.lnaBefore"),
    preparing: t("eds.state.preparing"),
    connecting: t("eds.state.connecting"),
    window: t("eds.state.window"),
    windowHint: t("eds.state.windowHint"),
    checking: t("eds.state.checking"),
    done: t("eds.state.done"),
    failures: wordsOf(t, likely),
    moreFailures: `/api/eds/failures/${t.locale}`,
  };
}

// A change of mind, and what must be said when nothing more can be asked. The rest takes steps to mend, in many words.
const likely = ["cancelled", "offline", "updated"] as const satisfies readonly SigningFailureCode[];

/** The words for every failure. */
export function failureWords(t: Translator): FailureWords {
  return wordsOf(t, signingFailureCodes);
}

function wordsOf(t: Translator, codes: readonly SigningFailureCode[]): FailureWords {
  return Object.fromEntries(
    codes.map((code) => [
      code,
      {
        sentence: edsSentence(t, code, { reason: reasonMark }),
        steps: edsSteps(t, code),
        topic: edsTopic(code),
      },
    ]),
  );
}
