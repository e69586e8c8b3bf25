// The inbox page's own comfort: this browser tells of new messages though no page is open. The text of a notification
// is the portal's and says nothing of the family; public/sw.js shows it.

type Given = {
  /** The portal's public key, base64url. */
  readonly key: string;
  readonly locale: string;
  /** SHA-256 of the addresses at which the portal tells this person: whether this browser is among them. */
  readonly marks: readonly string[];
  readonly words: Readonly<Record<string, string>>;
};

const panel = document.querySelector<HTMLElement>("[data-push]");

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

async function markOf({ endpoint }: PushSubscription): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tells the portal of this browser, or that it is this browser no more. */
async function tellPortal(method: "POST" | "DELETE", body: object): Promise<boolean> {
  const headers = { "content-type": "application/json" };
  const told = await fetch("/api/push/subscriptions", {
    method,
    headers,
    body: JSON.stringify(body),
  });
  return told.ok;
}

async function turnOn({ pushManager }: ServiceWorkerRegistration, given: Given): Promise<string> {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "denied" : "unanswered";
  // Of an earlier key of the portal, or of somebody else who sat here: neither may go on.
  await (await pushManager.getSubscription())?.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(given.key) };
  const subscription = await pushManager.subscribe(options).catch(() => null);
  if (subscription === null) return "noService";
  const { endpoint, keys } = subscription.toJSON();
  const told = await tellPortal("POST", { endpoint, keys, locale: given.locale }).catch(
    () => false,
  );
  if (told) return "on";
  await subscription.unsubscribe();
  return "failed";
}

async function turnOff({ pushManager }: ServiceWorkerRegistration): Promise<string> {
  const subscription = await pushManager.getSubscription();
  await subscription?.unsubscribe();
  // What the portal does not hear now it learns from the browser's service.
  if (subscription !== null)
    await tellPortal("DELETE", { endpoint: subscription.endpoint }).catch(() => false);
  return "off";
}

async function begin(box: HTMLElement): Promise<void> {
  const given: Given = JSON.parse(box.dataset["push"] ?? "{}");
  const line = box.querySelector<HTMLElement>("[data-push-state]");
  const button = box.querySelector<HTMLButtonElement>("[data-push-switch]");
  if (line === null || button === null) return;
  const say = (code: string) => {
    line.textContent = given.words[code] ?? "";
  };
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window))
    return say("unsupported");
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
  if (registration === null) return say("failed");
  const found = await registration.pushManager.getSubscription();
  let isOn = found !== null && given.marks.includes(await markOf(found));
  const show = () => {
    button.textContent = given.words[isOn ? "disable" : "enable"] ?? "";
    // Only the browser's own settings can mend that: a button would promise too much.
    button.hidden = !isOn && Notification.permission === "denied";
  };
  show();
  if (isOn) say("on");
  else if (button.hidden) say("denied");
  button.addEventListener("click", () => {
    button.disabled = true;
    void (async () => {
      const done = await (isOn ? turnOff(registration) : turnOn(registration, given)).catch(
        () => "failed",
      );
      if (done === "on" || done === "off") isOn = done === "on";
      button.disabled = false;
      show();
      say(done);
    })();
  });
}

if (panel !== null) void begin(panel);
