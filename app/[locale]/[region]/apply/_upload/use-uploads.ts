"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { UploadCode } from "#lib/documents/upload-codes.ts";
import { changeFile, ConnectionLost, type Place, sendFile } from "./send-file.ts";
import type { StoredFile, UploadTexts } from "./upload-texts.ts";

/** A file on its way or refused; the stored ones are `StoredFile`s. */
export type Sending = {
  readonly key: string;
  readonly file: File;
  /** Of the picture on this computer, until the portal has its own. */
  readonly preview: string | undefined;
  readonly percent: number;
  readonly code: UploadCode | null;
};

export type Change = "remove" | "up" | "down";

/** What one upload field knows and does. Files go one after the other, in the order they were chosen: pages of a paper. */
export function useUploads(start: readonly StoredFile[], place: Place, texts: UploadTexts) {
  const [stored, setStored] = useState(start);
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const [said, setSaid] = useState("");
  const line = useRef<Promise<void>>(Promise.resolve());
  // False on the server and while the page wakes up: until then the forms work by themselves.
  const live = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );

  const onTheWay = sending.some((each) => each.code === null);
  useEffect(() => {
    if (!onTheWay) return undefined;
    // Whoever leaves the page now loses the file, so the browser asks first.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [onTheWay]);

  function update(key: string, news: Partial<Sending>) {
    setSending((all) => all.map((each) => (each.key === key ? { ...each, ...news } : each)));
  }

  function drop(each: Sending) {
    if (each.preview) URL.revokeObjectURL(each.preview);
    setSending((all) => all.filter((other) => other.key !== each.key));
  }

  async function send(each: Sending) {
    update(each.key, { code: null, percent: 0 });
    const outcome = await sendFile(each.file, place, (percent) =>
      update(each.key, { percent }),
    ).catch((error: unknown) => {
      if (error instanceof ConnectionLost)
        return { ok: false as const, code: "not-arrived" as const };
      throw error;
    });
    if (!outcome.ok) {
      update(each.key, { code: outcome.code });
      setSaid(`${each.file.name}: ${texts.errors[outcome.code] ?? ""}`);
      return;
    }
    const { id, fileName, hasPreview } = outcome.file;
    setStored((all) =>
      all.some((other) => other.id === id)
        ? all
        : [...all, { id, name: fileName, note: texts.sent, hasPreview }],
    );
    drop(each);
    setSaid(`${fileName}: ${texts.sent}`);
  }

  function enqueue(each: Sending) {
    line.current = line.current.then(() => send(each));
  }

  function choose(files: FileList | null) {
    const chosen = [...(files ?? [])].map((file) => ({
      key: crypto.randomUUID(),
      file,
      preview: file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined,
      percent: 0,
      code: null,
    }));
    setSending((all) => [...all, ...chosen]);
    for (const each of chosen) enqueue(each);
  }

  async function change(file: StoredFile, what: Change): Promise<void> {
    const fields = { region: place.region, attachment: file.id, change: what };
    const done = await changeFile(fields).catch(
      () => ({ ok: false, code: "not-arrived" }) as const,
    );
    if (!done.ok) {
      setSaid(`${file.name}: ${texts.errors[done.code] ?? ""}`);
      return;
    }
    const order = done.files.filter((each) => each.paper === place.paper).map((each) => each.id);
    setStored((all) =>
      all
        .filter((each) => order.includes(each.id))
        .toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
    );
    const page = String(order.indexOf(file.id) + 1);
    setSaid(`${file.name}: ${what === "remove" ? texts.removed : texts.page.replace("{n}", page)}`);
  }

  return { stored, sending, said, live, choose, retry: enqueue, drop, change };
}
