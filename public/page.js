(() => {
const plain = {
ә: "а",
ғ: "г",
қ: "к",
ң: "н",
ө: "о",
ұ: "у",
ү: "у",
һ: "х",
і: "и",
ё: "е",
й: "и",
ы: "и",
};
function fold(text ) {
return [...text.normalize("NFC").toLowerCase()]
.map((letter) => plain[letter] ?? letter)
.join("")
.replace(/[^\p{L}\p{N}]+/gu, " ")
.trim();
}
function matches(question , names ) {
const words = ` ${fold(names)}`;
return fold(question)
.split(" ")
.every((word) => words.includes(` ${word}`));
}
function digitsOf(text ) {
return text.replace(/\D/g, "");
}
function groupIin(text ) {
const digits = digitsOf(text).slice(0, 12);
return digits.length > 6 ? `${digits.slice(0, 6)} ${digits.slice(6)}` : digits;
}
function shownDigits(text , most , group ) {
const plain = /^\s*\+?[\d\s()-]*$/u.test(text) && digitsOf(text).length <= most;
return plain ? group(text) : text;
}
function groupPhone(text , finished = false) {
const plus = text.trim().startsWith("+");
const typed = digitsOf(text);
if (typed === "") return plus ? "+" : "";
if (!plus && typed.startsWith("7")) {
if (!finished || typed.length < 10) return typed;
return grouped(typed.length === 10 ? typed : typed.slice(1));
}
if (!plus && typed.startsWith("8")) return grouped(typed.slice(1));
return plus && typed.startsWith("7") ? grouped(typed.slice(1)) : (plus ? "+" : "") + typed;
}
function grouped(national ) {
const parts = [
national.slice(0, 3),
national.slice(3, 6),
national.slice(6, 8),
national.slice(8, 10),
];
return ["+7", ...parts.filter((part) => part !== "")].join(" ");
}
function caretAfterGrouping(before , caret , after ) {
const passed = digitsOf(before.slice(0, caret)).length;
let seen = 0;
let at = 0;
while (at < after.length && seen < passed) {
if (/\d/.test(after.charAt(at))) seen += 1;
at += 1;
}
return at;
}
const YEAR = 31_536_000;
function rememberLanguage(event ) {
const link = event.target instanceof Element ? event.target.closest("a[hreflang]") : null;
const language = link?.getAttribute("hreflang");
if (language) document.cookie = `kezek-locale=${language};path=/;max-age=${YEAR};samesite=lax`;
}
function closeMenus(event ) {
const byKey = event instanceof KeyboardEvent;
if (byKey && event.key !== "Escape") return;
for (const menu of document.querySelectorAll ("header details[open]")) {
const inside = event.target instanceof Node && menu.contains(event.target);
if (byKey !== inside) continue;
menu.open = false;
if (byKey) menu.querySelector("summary")?.focus();
}
}
async function applyLook(event ) {
const { target: form, submitter } = event;
if (!(form instanceof HTMLFormElement) || form.dataset["lookForm"] === undefined) return;
const path = form.getAttribute("action") ?? "";
const sheet = document.querySelector (`link[rel="stylesheet"][href^="${path}"]`);
if (!(submitter instanceof HTMLButtonElement) || sheet === null) return;
event.preventDefault();
const body = new URLSearchParams({ [submitter.name]: submitter.value });
await fetch(path, { method: "POST", body, redirect: "manual" });
const next = document.createElement("link");
next.rel = "stylesheet";
next.href = `${path}?${submitter.value}-${submitter.name}-${performance.now().toFixed(0)}`;
next.addEventListener("load", () => sheet.remove());
sheet.after(next);
}
function filterPlaces(event ) {
const field = event.target;
if (!(field instanceof HTMLInputElement)) return;
const form = field.closest ("[data-place-filter]");
if (form === null) return;
const nothing = field.value.trim() === "";
let found = 0;
for (const place of document.querySelectorAll ("[data-search]")) {
const shown = nothing || matches(field.value, place.dataset["search"] ?? "");
place.hidden = !shown;
if (shown) found += 1;
}
for (const group of document.querySelectorAll ("[data-search-group]")) {
group.hidden = group.querySelector("[data-search]:not([hidden])") === null;
}
const answer = form.querySelector ("output[data-found]");
if (answer === null) return;
const { found: some = "", none = "" } = answer.dataset;
if (nothing) answer.textContent = "";
else answer.textContent = found === 0 ? none : some.replace("{n}", String(found));
}
function showDistrict() {
const line = document.querySelector ("[data-district-cookie]");
if (line === null) return;
const { districtCookie = "", districts = "{}" } = line.dataset;
const kato = new RegExp(`(?:^|; )${districtCookie}=(\\d{9})`).exec(document.cookie)?.[1] ?? "";
const names = JSON.parse(districts);
const name = names[kato];
const words = line.querySelector("strong");
if (name === undefined || words === null) return;
words.textContent = (words.textContent ?? "").replace("{name}", name);
line.hidden = false;
}
function groupDigits(event ) {
const input = event.target;
if (!(input instanceof HTMLInputElement)) return;
const kind = input.dataset["digits"];
if (kind === undefined) return;
const deleting = event instanceof InputEvent && event.inputType.startsWith("delete");
if (kind === "phone" && deleting) return;
const next =
kind === "iin" ? groupIin(input.value) : groupPhone(input.value, event.type === "focusout");
if (next === input.value) return;
const caret = caretAfterGrouping(input.value, input.selectionStart ?? input.value.length, next);
input.value = next;
if (event.type === "input") input.setSelectionRange(caret, caret);
}
function finishPhone(event ) {
const left = event.target;
if (left instanceof HTMLInputElement && left.dataset["digits"] === "phone") groupDigits(event);
}
const patience = 5_000;
const sent = new WeakMap ();
function sendOnce(event ) {
const form = event.target;
if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
if ("lookForm" in form.dataset || form.method !== "post") return;
const before = sent.get(form);
if (before !== undefined && event.timeStamp - before < patience) event.preventDefault();
else sent.set(form, event.timeStamp);
}
function sendAgain(event ) {
if (!event.persisted) return;
for (const form of document.forms) sent.delete(form);
}
function leadToAnswer() {
document.querySelector ("[data-answer]")?.focus();
}
function countDown() {
const box = document.querySelector ("[data-countdown]");
const line = box?.querySelector ("[data-countdown-text]");
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
function offerReveal() {
for (const button of document.querySelectorAll ("button[data-reveal]")) {
const fields = [
...(button.form?.querySelectorAll ("input[type=password]") ?? []),
];
const [show = "", hide = ""] = [button.textContent ?? "", button.dataset["reveal"] ?? ""];
let shown = false;
const set = (next ) => {
shown = next;
for (const field of fields) field.type = shown ? "text" : "password";
button.textContent = shown ? hide : show;
};
button.hidden = false;
button.addEventListener("click", () => set(!shown));
button.form?.addEventListener("submit", () => set(false));
}
}
document.addEventListener("click", rememberLanguage);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("submit", (event) => void applyLook(event));
document.addEventListener("input", filterPlaces);
showDistrict();
const forget = document.querySelector ("[data-forget-typing]")?.dataset["forgetTyping"];
for (const key of forget === undefined ? [] : Object.keys(sessionStorage)) {
if (key.startsWith(`${forget}:`)) sessionStorage.removeItem(key);
}
if (document.currentScript?.dataset["still"] !== undefined) {
document.addEventListener("input", groupDigits);
document.addEventListener("focusout", finishPhone);
document.addEventListener("submit", sendOnce);
addEventListener("pageshow", sendAgain);
leadToAnswer();
countDown();
offerReveal();
}
const own = document.querySelector ("[data-page-script]")?.dataset["pageScript"];
if (own !== undefined) {
const script = document.createElement("script");
script.src = own;
document.head.append(script);
}
if ("serviceWorker" in navigator) {
void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
})();
