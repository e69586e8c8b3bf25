(() => {
const fields = ["kind", "v", "leaf", "leafIdx", "treeSize", "proof", "checkpoint", "publicKey"];
async function judgeReceipt(text , place ) {
const receipt = read(text.trim());
if (receipt === null) return { code: "form" };
const { leaf, leafIdx, treeSize, proof, checkpoint, publicKey } = receipt;
const [origin = "", size = "", root = "", , blank, signature = "", end, ...more] =
checkpoint.split("\n");
const [dash, name, signed = "", ...rest] = signature.split(" ");
const shaped =
leafIdx < treeSize && blank === "" && end === "" && more.length === 0 && rest.length === 0;
const key = bytesOf(publicKey);
const mark = bytesOf(signed);
const path = proof.map(bytesOf);
const head = bytesOf(root);
if (!shaped || dash !== "\u2014" || name !== origin || size !== String(treeSize)) {
return { code: "changed" };
}
if (key?.length !== 32 || mark?.length !== 68 || head === null) return { code: "changed" };
if (!path.every((each) => each?.length === 32)) return { code: "changed" };
const id = (await sha256(textBytes(`${origin}\n\u0001`), key)).subarray(0, 4);
const body = textBytes(checkpoint.slice(0, checkpoint.indexOf("\n\n") + 1));
const sum = await rootOver(leaf, leafIdx, treeSize, path);
const whole =
sum !== null &&
same(sum, head) &&
same(id, mark.subarray(0, 4)) &&
(await isSigned(key, mark.subarray(4), body));
if (!whole) return { code: "changed" };
if (origin !== place.origin || regionOf(leaf) !== place.region) return { code: "other-log" };
if (!place.keys.includes(publicKey)) return { code: "unknown-key" };
return { code: "ok", leafIdx, treeSize, root };
}
function read(text ) {
const given = parsed(text);
if (typeof given !== "object" || given === null || JSON.stringify(given) !== text) return null;
if (Object.keys(given).join() !== fields.join()) return null;
const receipt = given ;
const { kind, v, leaf, leafIdx, treeSize, proof, checkpoint, publicKey } = receipt;
const words = [leaf, checkpoint, publicKey].every((each) => typeof each === "string");
const counts = Number.isSafeInteger(leafIdx) && Number.isSafeInteger(treeSize) && leafIdx >= 0;
const hashes = Array.isArray(proof) && proof.every((each) => typeof each === "string");
if (kind !== "kezek-log-receipt" || v !== 1 || !words || !counts || !hashes) return null;
return receipt;
}
function parsed(text ) {
try {
return JSON.parse(text);
} catch {
return null;
}
}
function regionOf(leaf ) {
const fieldsOfLeaf = parsed(leaf);
return typeof fieldsOfLeaf === "object" && fieldsOfLeaf !== null && "region" in fieldsOfLeaf
? fieldsOfLeaf.region
: null;
}
async function rootOver(
leaf ,
index ,
size ,
path ,
) {
let fn = index;
let sn = size - 1;
const half = (n ) => Math.floor(n / 2);
let r = await sha256(Uint8Array.of(0), textBytes(leaf));
for (const p of path) {
if (sn === 0 || p === null) return null;
if (fn % 2 === 1 || fn === sn) {
r = await sha256(Uint8Array.of(1), p, r);
while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
} else {
r = await sha256(Uint8Array.of(1), r, p);
}
[fn, sn] = [half(fn), half(sn)];
}
return sn === 0 ? r : null;
}
async function isSigned(key , signature , body ) {
const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
return await crypto.subtle.verify("Ed25519", imported, signature, body);
}
async function sha256(...parts ) {
const all = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
let at = 0;
for (const each of parts) {
all.set(each, at);
at += each.length;
}
return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}
function textBytes(text ) {
return new Uint8Array(new TextEncoder().encode(text));
}
function bytesOf(text ) {
try {
const binary = atob(text);
return btoa(binary) === text ? Uint8Array.from(binary, (each) => each.charCodeAt(0)) : null;
} catch {
return null;
}
}
function same(a , b ) {
return a.length === b.length && a.every((each, i) => each === b[i]);
}
function factsOf(text , words ) {
const receipt = JSON.parse(text);
const leaf =
JSON.parse(receipt.leaf);
const signed = /^time (\S+)$/m.exec(receipt.checkpoint)?.[1] ?? "";
return {
event: words.event[leaf.event] ?? leaf.event,
entry: leaf.entry,
registered: timeOf(leaf.registeredAt),
cohort: String(leaf.cohort),
class: words.class[leaf.class] ?? leaf.class,
head: timeOf(signed),
};
}
function timeOf(instant ) {
const at = new Date(Date.parse(instant) + 18_000_000).toISOString();
return `${at.slice(8, 10)}.${at.slice(5, 7)}.${at.slice(0, 4)}, ${at.slice(11, 19)}`;
}
const form = document.querySelector ("form[data-receipt]");
const forged = new Set(["changed", "unknown-key", "rewritten"]);
function tell(box , code ) {
const words = JSON.parse(box.dataset["words"] ?? "{}");
const tone = code === "ok" ? "done" : forged.has(code) ? "stop" : "wait";
for (const each of document.querySelectorAll ("[data-verdict]")) {
each.hidden = each.dataset["verdict"] !== tone;
const line = each.querySelector("p");
if (each.hidden || line === null) continue;
line.textContent = words[code] ?? "";
each.focus();
}
document.querySelector("[data-answer]")?.remove();
}
async function ofToday(place , verdict ) {
if (verdict.code !== "ok") return verdict.code;
const { leafIdx, treeSize, root } = verdict;
try {
const answer = await fetch(
`/api/v1/${place.region}/log/proof/inclusion?index=${leafIdx}&size=${treeSize}`,
);
if (answer.status >= 500) return "ok";
const now = await answer.json();
return now.root === root ? "ok" : "rewritten";
} catch {
return "ok";
}
}
async function judgeHere(box ) {
const place = JSON.parse(box.dataset["receipt"] ?? "{}");
const given = new FormData(box);
const file = given.get("file");
const typed = given.get("receipt");
const text = file instanceof File && file.size > 0 ? await file.text() : String(typed ?? "");
if (text.trim() === "") return tell(box, "empty");
const code = await ofToday(place, await judgeReceipt(text, place));
if (code === "ok") {
const facts = factsOf(text, JSON.parse(box.dataset["codes"] ?? "{}"));
for (const each of document.querySelectorAll ("[data-fact]")) {
each.textContent = facts[each.dataset["fact"] ?? ""] ?? "";
}
}
tell(box, code);
}
async function begin(box ) {
try {
await crypto.subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]);
} catch {
return;
}
box.dataset["here"] = "";
box.addEventListener("submit", (event) => {
event.preventDefault();
void judgeHere(box);
});
}
function nameFile(box ) {
const field = box.querySelector ("input[type=file]");
const line = box.querySelector ("[data-file-name]");
const empty = line?.textContent ?? "";
box.dataset["names"] = "";
field?.addEventListener("change", () => {
if (line !== null) line.textContent = field.files?.[0]?.name ?? empty;
});
}
if (form !== null) {
nameFile(form);
void begin(form);
}
})();
