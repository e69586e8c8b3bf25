"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { changeFile, type Place, sendFile } from "./send-file.ts";
import { type Sending, type UploadLine, uploadLine } from "./upload-line.ts";
import type { StoredFile, UploadTexts } from "./upload-texts.ts";

export type Change = "remove" | "up" | "down";

/** What one upload field knows and does. Files go one after the other, in the order they were chosen: pages of a paper. */
export function useUploads(start: readonly StoredFile[], place: Place, texts: UploadTexts) {
  const [stored, setStored] = useState(start);
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const [said, setSaid] = useState("");
  // False on the server and while the page wakes up: until then the forms work by themselves.
  const live = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );

  const made = useRef<UploadLine | null>(null);
  const line = (): UploadLine =>
    (made.current ??= uploadLine({
      send: (file, pocket, onProgress) => sendFile(file, place, pocket, onProgress),
      onChange: setSending,
      onTaken: (each, { id, fileName, hasPreview }) => {
        forget(each);
        setStored((all) =>
          all.some((other) => other.id === id)
            ? all
            : [...all, { id, name: fileName, note: texts.sent, hasPreview }],
        );
        setSaid(`${fileName}: ${texts.sent}`);
      },
      onRefused: (each, code) => setSaid(`${each.file.name}: ${texts.errors[code] ?? ""}`),
    }));

  const onTheWay = sending.some(({ state }) => state !== "refused");
  useEffect(() => {
    if (!onTheWay) return undefined;
    // Whoever leaves the page now loses the file, so the browser asks first.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const resume = () => made.current?.resume();
    addEventListener("beforeunload", ask);
    addEventListener("online", resume);
    return () => {
      removeEventListener("beforeunload", ask);
      removeEventListener("online", resume);
    };
  }, [onTheWay]);

  function choose(files: FileList | null) {
    line().add(
      [...(files ?? [])].map((file) => ({
        key: crypto.randomUUID(),
        file,
        preview: file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined,
      })),
    );
  }

  function drop(each: Sending) {
    forget(each);
    line().drop(each.key);
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

  const retry = (each: Sending) => line().retry(each.key);
  return { stored, sending, said, live, choose, retry, drop, change };
}

// The browser keeps a picture in memory for as long as it has an address.
function forget(each: Sending): void {
  if (each.preview) URL.revokeObjectURL(each.preview);
}
