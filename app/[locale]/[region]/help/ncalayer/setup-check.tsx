"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";

import { FailureHelp } from "#app/_eds/failure-help.tsx";
import { wordsFor } from "#app/_eds/failure-lookup.ts";
import { type FailureWords, reasonMark } from "#app/_eds/sign-texts.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Spinner } from "#app/_ui/progress.tsx";
import { Tag, type TagTone } from "#app/_ui/tag.tsx";
import { signWithNcalayer } from "#lib/eds/ncalayer-client.ts";
import { type Finding, lookAtSetup } from "./look-at-setup.ts";
import { type SetupStep, setupSteps, type SetupTexts, stepMark } from "./setup-texts.ts";

type SetupCheckProps = {
  readonly texts: SetupTexts;
  readonly locale: "kk" | "ru" | "en";
  /** `NCALAYER_URL`, and whether the server accepts keys of test authorities. */
  readonly ncalayer: { readonly url: string; readonly testKeys: boolean };
  /** A harmless text to try the key on, base64. It is signed in this page and dropped. */
  readonly trialBase64: string;
};

type Findings = Readonly<Record<SetupStep, Finding>>;

const untouched: Findings = {
  device: { at: "waiting" },
  permission: { at: "waiting" },
  program: { at: "waiting" },
  key: { at: "waiting" },
};

const tones: Readonly<Record<Finding["at"], TagTone>> = {
  waiting: "plain",
  busy: "sky",
  done: "done",
  mend: "wait",
};

/** Looks step by step whether this computer can sign, and says at the first fault what mends it. */
export function SetupCheck({ texts, locale, ncalayer, trialBase64 }: SetupCheckProps) {
  const [findings, setFindings] = useState(untouched);
  const [failures, setFailures] = useState<FailureWords>({});
  const [keyOffered, setKeyOffered] = useState(false);
  const [running, setRunning] = useState(false);
  const control = useRef<AbortController | null>(null);
  // Until the scripts run, the buttons could do nothing.
  const alive = useSyncExternalStore(neverChanges, yes, no);
  useEffect(() => () => control.current?.abort(), []);

  const tell = (step: SetupStep, finding: Finding) => {
    setFindings((known) => ({ ...known, [step]: finding }));
    if (finding.at === "mend") void learn(finding.code);
  };
  const learn = async (code: string) => {
    const words = await wordsFor(texts.sign, code);
    if (words !== undefined) setFailures((known) => ({ ...known, [code]: words }));
  };

  const run = async (work: (signal: AbortSignal) => Promise<void>) => {
    if (running) return;
    control.current = new AbortController();
    setRunning(true);
    try {
      await work(control.current.signal);
    } finally {
      setRunning(false);
    }
  };

  const check = () =>
    run(async (signal) => {
      setFindings(untouched);
      setKeyOffered(false);
      setKeyOffered(await lookAtSetup(texts, ncalayer.url, signal, tell));
    });

  const tryKey = () =>
    run(async (signal) => {
      tell("key", { at: "busy", text: texts.sign.connecting });
      const signed = await signWithNcalayer(
        { purpose: "sign-in", contentBase64: trialBase64, locale },
        {
          ...ncalayer,
          signal,
          onWindow: () =>
            tell("key", { at: "busy", text: `${texts.sign.window}. ${texts.sign.windowHint}` }),
        },
      );
      tell(
        "key",
        signed.ok
          ? { at: "done", text: texts.keyFits }
          : { at: "mend", code: signed.code, reason: signed.detail.reason },
      );
    });

  const toMend = setupSteps.find((step) => findings[step].at === "mend");
  const touched = findings.device.at !== "waiting";
  const ready = !running && keyOffered && toMend === undefined;
  return (
    <div className="grid max-w-text gap-4" data-setup={running ? "busy" : "ready"}>
      <noscript>
        <Alert tone="wait">
          <p>{texts.noScript}</p>
        </Alert>
      </noscript>
      <ol className="border-t border-line">
        {setupSteps.map((step, index) => (
          <li
            key={step}
            data-step={step}
            data-finding={findings[step].at}
            className="grid gap-3 border-b border-line py-4"
          >
            <div className="flex flex-col items-start justify-between gap-x-4 gap-y-2 sm:flex-row sm:items-center">
              <h2 className="text-lg">
                {index + 1}. {texts.titles[step]}
              </h2>
              <Tag tone={tones[findings[step].at]}>{texts.states[findings[step].at]}</Tag>
            </div>
            <StepFinding finding={findings[step]} texts={texts} failures={failures} />
            {step === "key" && keyOffered && (
              <>
                {findings.key.at === "waiting" && <p>{texts.keyOffer}</p>}
                <div className="flex flex-wrap gap-3">
                  <Button
                    type="button"
                    look="secondary"
                    wide
                    icon="key"
                    aria-disabled={running || undefined}
                    onClick={() => void tryKey()}
                  >
                    {texts.keyButton}
                  </Button>
                  {findings.key.at === "busy" && (
                    <Button
                      type="button"
                      look="quiet"
                      wide
                      onClick={() => control.current?.abort()}
                    >
                      {texts.sign.giveUp}
                    </Button>
                  )}
                </div>
              </>
            )}
          </li>
        ))}
      </ol>
      <div aria-live="polite" className="empty:hidden">
        {/* The key has its own button to try again. */}
        {!running && toMend !== undefined && toMend !== "key" && (
          <p className="font-semibold">{texts.mendFirst.replace(stepMark, texts.titles[toMend])}</p>
        )}
        {ready && <Alert tone="done" title={texts.ready} />}
      </div>
      <div>
        <Button
          type="button"
          wide
          disabled={!alive}
          aria-disabled={running || undefined}
          onClick={() => void check()}
        >
          {touched ? texts.again : texts.check}
        </Button>
      </div>
    </div>
  );
}

type StepFindingProps = {
  readonly finding: Finding;
  readonly texts: SetupTexts;
  readonly failures: FailureWords;
};

function StepFinding({ finding, texts, failures }: StepFindingProps) {
  if (finding.at === "waiting") return null;
  if (finding.at === "busy") return <Spinner label={finding.text ?? texts.states.busy} />;
  if (finding.at === "done") return <p>{finding.text}</p>;
  const failure =
    finding.code === "phone"
      ? { sentence: texts.phone, steps: texts.phoneSteps, topic: undefined }
      : failures[finding.code];
  if (failure === undefined) return null;
  return (
    <Alert tone="wait" title={failure.sentence.replace(reasonMark, finding.reason ?? "")}>
      <FailureHelp steps={failure.steps} topic={failure.topic} texts={texts.sign} />
    </Alert>
  );
}

const neverChanges = () => () => undefined;
const yes = () => true;
const no = () => false;
