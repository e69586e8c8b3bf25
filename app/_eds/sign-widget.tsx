"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Spinner } from "#app/_ui/progress.tsx";
import {
  localNetworkPermission,
  signWithNcalayer,
  type SigningOrder,
} from "#lib/eds/ncalayer-client.ts";
import { browserWillAsk } from "#lib/eds/ncalayer-failures.ts";
import { FailureHelp } from "./failure-help.tsx";
import { wordsFor } from "./failure-lookup.ts";
import type { SetupTopic } from "./sentences.ts";
import { reasonMark, type SignTexts } from "./sign-texts.ts";

/** What a server action answers when it refuses: a code, and the sentence where it holds a fact such as a date. */
export type SigningRefusal = { readonly code: string; readonly sentence?: string };

export type SignWidgetProps = {
  /** `signTexts(t, purpose)`. */
  readonly texts: SignTexts;
  readonly locale: "kk" | "ru" | "en";
  /** Address of the page «Check NCALayer and your key». */
  readonly help: string;
  /** To enter, any personal key; for an application, a key of the person signed in. */
  readonly signer:
    | { readonly purpose: "sign-in" }
    | { readonly purpose: "application"; readonly iin: string };
  /** `NCALAYER_URL`, and whether the server accepts keys of test authorities. */
  readonly ncalayer: { readonly url: string; readonly testKeys: boolean };
  /** The bytes that the server wants signed, base64, under an id of its own; `next` when nothing is left to sign. */
  readonly getContent: () => Promise<
    { readonly id: string; readonly contentBase64: string } | Onward | SigningRefusal
  >;
  /** Takes the CMS (PEM) and says where to go on, by a full load. */
  readonly onSigned: (id: string, cms: string) => Promise<Onward | SigningRefusal>;
};

/** Where to go on, by a full load. */
type Onward = { readonly next: string };

type Step = "preparing" | "connecting" | "window" | "checking" | "done";
type State =
  | { readonly at: "ready" }
  | { readonly at: "busy"; readonly step: Step }
  | {
      readonly at: "failed";
      readonly code: string;
      readonly sentence: string;
      readonly steps: readonly string[];
      readonly topic: SetupTopic | undefined;
    };

/**
 * The one button that signs with NCALayer: says what is going on, waits, can be given up, and after each failure tells
 * what happened and what to do. Touches nothing else on the page, so what was typed stays.
 */
export function SignWidget({
  texts,
  locale,
  help,
  signer,
  ncalayer,
  getContent,
  onSigned,
}: SignWidgetProps) {
  const [state, setState] = useState<State>({ at: "ready" });
  const [asks, setAsks] = useState(false);
  const running = useRef<AbortController | null>(null);
  const failure = useRef<HTMLDivElement>(null);
  // Until the scripts run, the button could do nothing.
  const alive = useSyncExternalStore(neverChanges, yes, no);

  useEffect(() => {
    void localNetworkPermission().then((permission) =>
      setAsks(browserWillAsk(permission, location.hostname)),
    );
    // The browser's «back» may bring the page as it was left: signing nothing any more.
    const shown = (event: PageTransitionEvent) => event.persisted && setState({ at: "ready" });
    addEventListener("pageshow", shown);
    return () => {
      removeEventListener("pageshow", shown);
      running.current?.abort();
    };
  }, []);
  useEffect(() => {
    if (state.at === "failed") failure.current?.focus();
  }, [state]);

  const fail = async (code: string, sentence?: string, reason?: string) => {
    const known = await wordsFor(texts, code);
    const words = sentence ?? known?.sentence ?? code;
    setState({
      at: "failed",
      code,
      sentence: words.replace(reasonMark, reason ?? ""),
      steps: known?.steps ?? [],
      topic: known?.topic,
    });
  };

  const sign = async () => {
    const control = new AbortController();
    running.current = control;
    const step = (name: Step) => setState({ at: "busy", step: name });
    const goOn = ({ next }: Onward) => {
      step("done");
      location.assign(next);
    };
    try {
      step("preparing");
      const content = await getContent();
      if ("code" in content) return await fail(content.code, content.sentence);
      if ("next" in content) return goOn(content);
      if (control.signal.aborted) return await fail("cancelled");
      step("connecting");
      const order: SigningOrder = { ...signer, contentBase64: content.contentBase64, locale };
      const signed = await signWithNcalayer(order, {
        ...ncalayer,
        signal: control.signal,
        onWindow: () => step("window"),
      });
      if (!signed.ok) return await fail(signed.code, undefined, signed.detail.reason);
      step("checking");
      const answer = await onSigned(content.id, signed.value);
      if ("code" in answer) return await fail(answer.code, answer.sentence);
      goOn(answer);
    } catch (error) {
      // A server action that did not come back: this page is of an earlier release, or the line to the portal is gone.
      await fail(unstable_isUnrecognizedActionError(error) ? "updated" : "offline");
    }
  };

  const busy = state.at === "busy" ? state.step : undefined;
  const again = () => {
    if (busy !== undefined) return;
    // An old page stays unknown however often it asks.
    if (state.at === "failed" && state.code === "updated") location.reload();
    else void sign();
  };
  return (
    <div className="grid max-w-text gap-4" data-signing={busy ?? state.at}>
      <noscript>
        <Alert tone="wait">
          <p>{texts.noScript}</p>
        </Alert>
      </noscript>
      {state.at === "failed" && (
        <div ref={failure} tabIndex={-1} className="rounded-card">
          <Alert tone="stop" role="alert" title={state.sentence}>
            <FailureHelp steps={state.steps} topic={state.topic} help={help} texts={texts} />
          </Alert>
        </div>
      )}
      {asks && (state.at === "ready" || busy === "connecting") && (
        <Alert>
          <p>{texts.browserWillAsk}</p>
        </Alert>
      )}
      <div aria-live="polite" className="empty:hidden">
        {busy !== undefined && busy !== "window" && <Spinner label={texts[busy]} />}
        {busy === "window" && (
          <Alert tone="wait" title={texts.window}>
            <p>{texts.windowHint}</p>
          </Alert>
        )}
      </div>
      <div className="flex flex-wrap gap-3">
        {/* Stays where it is while signing, so that the focus does, and a double click presses nothing else. */}
        <Button
          type="button"
          wide
          disabled={!alive}
          aria-disabled={busy === undefined ? undefined : true}
          onClick={again}
        >
          {state.at === "failed" ? texts.retry : texts.button}
        </Button>
        {(busy === "preparing" || busy === "connecting" || busy === "window") && (
          <Button type="button" look="secondary" wide onClick={() => running.current?.abort()}>
            {texts.giveUp}
          </Button>
        )}
      </div>
    </div>
  );
}

const neverChanges = () => () => undefined;
const yes = () => true;
const no = () => false;
