"use client";

import { useEffect, useRef, useState } from "react";

import { Spinner } from "#app/_ui/progress.tsx";

type State = "waiting" | "seen" | "signed" | "refused" | "done" | "late";

type WaitForPhoneProps = {
  readonly id: string;
  readonly state: "waiting" | "seen" | "signed";
  /** Milliseconds that the server still gives it, so that the visitor's clock does not matter. */
  readonly left: number;
  readonly texts: {
    /** With `{time}` in it. */
    readonly waiting: string;
    readonly seen: string;
    readonly signed: string;
  };
  /** The form that goes on; sent from here once nothing is left to type. */
  readonly form: string;
};

const pause = 2_000;

/**
 * Watches how far the telephone has come, and goes on by itself. Without scripts the button of the form does the same.
 * Nothing that was typed is touched: only what came to nothing loads the page anew.
 */
export function WaitForPhone({ id, state, left, texts, form }: WaitForPhoneProps) {
  const [now, setNow] = useState<{ readonly state: State; readonly left: number | null }>({
    state,
    left: null,
  });
  const over = useRef(false);

  useEffect(() => {
    const end = performance.now() + left;
    over.current = false;
    const look = async () => {
      const seen = await howFar(id);
      if (seen === null || over.current) return;
      const target = document.getElementById(form);
      const goesOn = seen.state === "done" || (seen.state === "signed" && !seen.asksCode);
      const ended = seen.state === "refused" || seen.state === "late";
      // The page of what is signed is shorter, but not worth a half typed code.
      const asks = seen.state === "signed" && state !== "signed" && !isTypedIn(target);
      if (goesOn || ended || asks) {
        over.current = true;
        if (goesOn && target instanceof HTMLFormElement) target.requestSubmit();
        else location.reload();
        return;
      }
      setNow((before) => ({ ...before, state: seen.state }));
    };
    const second = setInterval(() => {
      setNow((before) => ({ ...before, left: Math.max(0, end - performance.now()) }));
    }, 1_000);
    // A page in the background asks nothing; it asks at once when one comes back from the application.
    const ask = () => document.visibilityState === "visible" && void look();
    const often = setInterval(ask, pause);
    document.addEventListener("visibilitychange", ask);
    ask();
    return () => {
      over.current = true;
      clearInterval(second);
      clearInterval(often);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [id, state, left, form]);

  // The page says it then.
  if (state === "signed") return null;
  if (now.state === "signed") {
    return (
      <output className="font-semibold" data-phone="signed">
        {texts.signed}
      </output>
    );
  }
  return (
    <div className="grid gap-1" data-phone={now.state}>
      {now.state === "seen" ? <Spinner label={texts.seen} /> : null}
      {now.left !== null && (
        <p role="timer" aria-live="off" className="tabular">
          {texts.waiting.replace("{time}", minutesAndSeconds(now.left))}
        </p>
      )}
    </div>
  );
}

function isTypedIn(form: HTMLElement | null): boolean {
  const field = form?.querySelector<HTMLInputElement>("input:not([type=hidden])");
  if (!field) return false;
  return field.value !== "" || field === document.activeElement;
}

async function howFar(id: string): Promise<{ state: State; asksCode: boolean } | null> {
  try {
    const answer = await fetch(`/api/mgov/${id}/state`, { cache: "no-store" });
    if (!answer.ok) return null;
    const told: { state: State; asksCode: boolean } = await answer.json();
    return told;
  } catch {
    // The line is down: the next time.
    return null;
  }
}

function minutesAndSeconds(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
