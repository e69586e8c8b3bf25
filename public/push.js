(() => {
const panel = document.querySelector ("[data-push]");
function bytesOf(base64url ) {
const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
async function tellPortal(method , body ) {
const headers = { "content-type": "application/json" };
const told = await fetch("/api/push/subscriptions", {
method,
headers,
body: JSON.stringify(body),
});
return told.ok;
}
async function turnOn({ pushManager } , given ) {
if ((await Notification.requestPermission()) !== "granted") return "denied";
const options = { userVisibleOnly: true, applicationServerKey: bytesOf(given.key) };
const subscription = await pushManager.subscribe(options);
const { endpoint, keys } = subscription.toJSON();
if (await tellPortal("POST", { endpoint, keys, locale: given.locale })) return "on";
await subscription.unsubscribe();
return "failed";
}
async function turnOff(subscription ) {
const { endpoint } = subscription;
await subscription.unsubscribe();
await tellPortal("DELETE", { endpoint });
return "off";
}
async function begin(box ) {
const given = JSON.parse(box.dataset["push"] ?? "{}");
const line = box.querySelector ("[data-push-state]");
const button = box.querySelector ("[data-push-switch]");
if (line === null || button === null) return;
const say = (code ) => {
line.textContent = given.words[code] ?? "";
};
if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window))
return say("unsupported");
const registration = await navigator.serviceWorker.register("/sw.js");
const show = async () => {
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
})();
