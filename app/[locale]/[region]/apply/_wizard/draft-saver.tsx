"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

import { Icon } from "#app/_ui/icon.tsx";
import { Link } from "#app/_ui/link.tsx";
import { noteSaved, putBack, unsaved } from "./form-fields.ts";
import { keepTyping, takeTyping, type Typing } from "./kept-typing.ts";

export type SaverTexts = {
  readonly saving: string;
  /** `{time}` stands for the time of the server's answer. */
  readonly saved: string;
  readonly offline: string;
  readonly signedOut: string;
  readonly signIn: string;
  readonly submitted: string;
  readonly gone: string;
  readonly restored: string;
};

type DraftSaverProps = {
  readonly formId: string;
  readonly saveUrl: string;
  readonly draftId: string;
  readonly step: string;
  /** The page shows what is to be mended, so what was posted from it has arrived. */
  readonly answered: boolean;
  /** Fields whose change changes the rest of the page. */
  readonly refreshOn: readonly string[];
  readonly signInHref: string;
  readonly texts: SaverTexts;
};

type State =
  | {
      readonly at: "quiet" | "saving" | "offline" | "signedOut" | "submitted" | "gone" | "restored";
    }
  | { readonly at: "saved"; readonly time: string };

const pause = 800;
const firstRetry = 3_000;
const longestRetry = 30_000;

/**
 * Saves what is typed while it is typed: after a pause, on leaving a field, on leaving the page. Says so in one line
 * whose height is reserved. Without scripts the form's own buttons save.
 */
export function DraftSaver(props: DraftSaverProps) {
  const { formId, saveUrl, draftId, step, answered, refreshOn, signInHref, texts } = props;
  const [state, setState] = useState<State>({ at: "quiet" });
  const router = useRouter();
  const refreshKey = refreshOn.join(" ");

  useEffect(() => {
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    const place = { draftId, step };
    let timer: ReturnType<typeof setTimeout> | undefined;
    let retryIn = firstRetry;
    let sending = false;
    let posted = false;
    let over = false;

    const later = (wait: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => void save(), wait);
    };
    const save = async (leaving = false) => {
      clearTimeout(timer);
      const values = unsaved(form);
      keepTyping(sessionStorage, place, values);
      if (posted || over || (sending && !leaving) || Object.keys(values).length === 0) return;
      sending = true;
      setState({ at: "saving" });
      const next = await send(saveUrl, draftId, values);
      sending = false;
      if (over) return;
      setState(next);
      if (next.at === "offline") {
        later(retryIn);
        retryIn = Math.min(retryIn * 2, longestRetry);
      }
      if (next.at !== "saved") return;
      retryIn = firstRetry;
      noteSaved(form, values);
      const rest = unsaved(form);
      keepTyping(sessionStorage, place, rest);
      if (Object.keys(rest).length > 0) later(pause);
      if (refreshKey.split(" ").some((name) => name in values)) router.refresh();
    };
    const onInput = () => {
      keepTyping(sessionStorage, place, unsaved(form));
      later(pause);
    };
    const onLeaveField = () => void save();
    const onLeavePage = () => void save(true);
    const onHidden = () => document.visibilityState === "hidden" && void save(true);
    const onSubmit = () => {
      posted = true;
      clearTimeout(timer);
      keepTyping(sessionStorage, place, unsaved(form), true);
    };
    // «Back» may bring the page as it was left, after its form was sent.
    const onShow = () => {
      posted = false;
    };

    const kept = takeTyping(sessionStorage, { ...place, answered });
    if (putBack(form, kept)) queueMicrotask(() => setState({ at: "restored" }));
    if (Object.keys(kept).length > 0) later(pause);
    form.addEventListener("input", onInput);
    form.addEventListener("change", onLeaveField);
    form.addEventListener("submit", onSubmit);
    addEventListener("pagehide", onLeavePage);
    addEventListener("pageshow", onShow);
    addEventListener("online", onLeaveField);
    document.addEventListener("visibilitychange", onHidden);
    return () => {
      over = true;
      clearTimeout(timer);
      form.removeEventListener("input", onInput);
      form.removeEventListener("change", onLeaveField);
      form.removeEventListener("submit", onSubmit);
      removeEventListener("pagehide", onLeavePage);
      removeEventListener("pageshow", onShow);
      removeEventListener("online", onLeaveField);
      document.removeEventListener("visibilitychange", onHidden);
    };
  }, [formId, saveUrl, draftId, step, answered, refreshKey, router]);

  return (
    <output
      data-saver={state.at}
      className="reserve-line mt-2 flex max-w-form items-start gap-1.5 text-sm text-ink-soft"
    >
      {state.at === "saved" && (
        <>
          <Icon name="check" className="mt-px text-done" />
          <span>{texts.saved.replace("{time}", state.time)}</span>
        </>
      )}
      {state.at !== "saved" && state.at !== "quiet" && <span>{texts[state.at]}</span>}
      {state.at === "signedOut" && (
        <Link href={signInHref} className="font-semibold">
          {texts.signIn}
        </Link>
      )}
    </output>
  );
}

async function send(url: string, draft: string, values: Typing): Promise<State> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      keepalive: true,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ draft, values }),
    });
    if (answer.status === 401 || answer.status === 403) return { at: "signedOut" };
    if (answer.status === 404) return { at: "gone" };
    if (answer.status === 409) return { at: "submitted" };
    if (!answer.ok) return { at: "offline" };
    const body: unknown = await answer.json();
    const saved = typeof body === "object" && body !== null && "savedAt" in body;
    return saved ? { at: "saved", time: String(body.savedAt) } : { at: "offline" };
  } catch {
    return { at: "offline" };
  }
}
