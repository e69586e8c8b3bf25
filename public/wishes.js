(() => {
const wishes = document.querySelector ("[data-wishes]");
const patience = 250;
let asked = new AbortController();
let typing = 0;
function addressOf(form , button ) {
const to = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
const address = new URL(to, location.href);
const query = new URLSearchParams();
const data = button === null ? new FormData(form) : new FormData(form, button);
for (const [name, value] of data) if (typeof value === "string") query.append(name, value);
address.search = query.toString();
return address;
}
async function answerOf(address ) {
asked.abort();
asked = new AbortController();
const answer = await fetch(address, { signal: asked.signal });
if (!answer.ok || answer.redirected) return null;
const page = new DOMParser().parseFromString(await answer.text(), "text/html");
return page.querySelector("[data-wishes]");
}
async function show(address , place , isNew ) {
try {
const next = await answerOf(address);
if (next === null) return location.assign(address);
place.replaceChildren(...next.childNodes);
} catch {
if (!asked.signal.aborted) location.assign(address);
return;
}
if (isNew) history.pushState(null, "", address);
const said = place.querySelector ("[data-answer]");
const part = place.querySelector (address.hash === "" ? "#list" : address.hash);
if (said !== null) said.focus();
else part?.scrollIntoView();
}
async function find(form , place ) {
const button = form.querySelector ("button[data-wishes-search]");
const address = addressOf(form, button);
const next = await answerOf(address).catch(() => null);
const found = next?.querySelector("[data-wishes-found]");
if (!found) return;
place.querySelector("[data-wishes-found]")?.replaceChildren(...found.childNodes);
history.replaceState(null, "", address);
}
if (wishes !== null) {
wishes.addEventListener("submit", (event) => {
const { target: form, submitter } = event;
if (!(form instanceof HTMLFormElement) || form.method !== "get") return;
event.preventDefault();
clearTimeout(typing);
void show(addressOf(form, submitter), wishes, true);
});
wishes.addEventListener("input", (event) => {
const field = event.target;
const known = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
const form = known ? field.form : null;
if (form === null) return;
clearTimeout(typing);
typing = window.setTimeout(() => void find(form, wishes), patience);
});
addEventListener("popstate", () => void show(new URL(location.href), wishes, false));
}
})();
