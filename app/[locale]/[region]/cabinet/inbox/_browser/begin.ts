// The inbox page's own comfort: this browser tells of new messages though no page is open. The text of a notification
// is the portal's and says nothing of the family; public/sw.js shows it.

type Given = {
  /** The portal's public key, base64url. */
  readonly key: string;
  readonly locale: string;
  readonly words: Readonly<Record<string, string>>;
};

const panel = document.querySelector<HTMLElement>("[data-push]");

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
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
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(given.key) };
  const subscription = await pushManager.subscribe(options);
  const { endpoint, keys } = subscription.toJSON();
  if (await tellPortal("POST", { endpoint, keys, locale: given.locale })) return "on";
  await subscription.unsubscribe();
  return "failed";
}

async function turnOff(subscription: PushSubscription): Promise<string> {
  const { endpoint } = subscription;
  await subscription.unsubscribe();
  // What the portal does not hear now it learns from the browser's service.
  await tellPortal("DELETE", { endpoint });
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
  const registration = await navigator.serviceWorker.register("/sw.js");
  const show = async (): Promise<PushSubscription | null> => {
    const subscription = await registration.pushManager.getSubscription();
    button.textContent = given.words[subscription === null ? "enable" : "disable"] ?? "";
    button.hidden = false;
    return subscription;
  };
  const found = await show();
  if (found !== null) say("on");
  else if (Notification.permission === "denied") {
    button.hidden = true;
    say("denied");
  }
  button.addEventListener("click", () => {
    button.disabled = true;
    void (async () => {
      try {
        const now = await registration.pushManager.getSubscription();
        say(now === null ? await turnOn(registration, given) : await turnOff(now));
      } catch {
        say("failed");
      }
      await show();
      button.disabled = false;
    })();
  });
}

if (panel !== null) void begin(panel);
