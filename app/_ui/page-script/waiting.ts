/** Counts the seconds down until a button may be pressed; without it the button answers with what is left. */
export function countDown(): void {
  const box = document.querySelector<HTMLElement>("[data-countdown]");
  const line = box?.querySelector<HTMLElement>("[data-countdown-text]");
  const button = box?.querySelector("button");
  if (!box || !line || !button) return;
  const end = performance.now() + Number(box.dataset["countdown"]) * 1000;
  const words = line.dataset["countdownText"] ?? "";
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    button.disabled = left > 0;
    line.hidden = left <= 0;
    if (left <= 0) return;
    line.textContent = words.replace("{n}", String(left));
    setTimeout(tick, 1000);
  };
  tick();
}

/** Lets a form show what is typed into its password fields: whoever sees it types fewer mistakes. */
export function offerReveal(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-reveal]")) {
    const fields = [
      ...(button.form?.querySelectorAll<HTMLInputElement>("input[type=password]") ?? []),
    ];
    const [show = "", hide = ""] = [button.textContent ?? "", button.dataset["reveal"] ?? ""];
    let shown = false;
    const set = (next: boolean) => {
      shown = next;
      for (const field of fields) field.type = shown ? "text" : "password";
      button.textContent = shown ? hide : show;
    };
    button.hidden = false;
    button.addEventListener("click", () => set(!shown));
    // Sent as a password whatever it was shown as, so that the browser keeps it where passwords are kept.
    button.form?.addEventListener("submit", () => set(false));
  }
}
