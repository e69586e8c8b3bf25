(() => {
const panel = document.querySelector ("[data-push]");
function bytesOf(base64url ) {
const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
async function markOf({ endpoint } ) {
const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
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
const permission = await Notification.requestPermission();
if (permission !== "granted") return permission === "denied" ? "denied" : "unanswered";
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
async function turnOff({ pushManager } ) {
const subscription = await pushManager.getSubscription();
await subscription?.unsubscribe();
if (subscription !== null)
await tellPortal("DELETE", { endpoint: subscription.endpoint }).catch(() => false);
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
const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
if (registration === null) return say("failed");
const found = await registration.pushManager.getSubscription();
let isOn = found !== null && given.marks.includes(await markOf(found));
const show = () => {
button.textContent = given.words[isOn ? "disable" : "enable"] ?? "";
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
})();
