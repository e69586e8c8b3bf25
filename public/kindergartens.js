(() => {
const earthRadius = 6_371_008.8;
const radians = (degrees ) => (degrees * Math.PI) / 180;
function metresBetween(a , b ) {
const height = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
const width = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
const narrow = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude));
return 2 * earthRadius * Math.asin(Math.sqrt(Math.min(1, height + narrow * width)));
}
function byDistance (
list ,
from ,
) {
return list
.flatMap((each) =>
each.point === null ? [] : [{ each, metres: metresBetween(from, each.point) }],
)
.toSorted((a, b) => a.metres - b.metres);
}
const box = document.querySelector ("[data-nearest]");
async function everyOne(address ) {
const all = [];
let cursor = "";
while (cursor !== null) {
const answer = await fetch(cursor === "" ? address : `${address}?cursor=${cursor}`);
if (!answer.ok) throw new Error(String(answer.status));
const { kindergartens, next } =
await answer.json();
all.push(...kindergartens);
cursor = next;
}
return all;
}
function here() {
return new Promise((resolve, reject) => {
navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), reject, {
maximumAge: 600_000,
timeout: 15_000,
});
});
}
async function showNearest(on ) {
const { address = "", root = "", metres = "", kilometres = "", size = "10" } = on.dataset;
const line = on.querySelector ("[data-nearest-state]");
const list = on.querySelector ("ol");
const title = on.querySelector ("h2");
if (line === null || list === null || title === null) return;
const say = (code ) => (line.textContent = line.dataset[code] ?? "");
const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language === "en" ? "en" : "ru");
const told = (far ) => {
const tens = Math.round(far / 10) * 10;
if (tens < 1000) return metres.replace("{n}", numbers.format(tens));
const exact = far < 9950 ? Math.round(far / 100) / 10 : Math.round(far / 1000);
return kilometres.replace("{n}", numbers.format(exact));
};
say("asking");
const from = await here().catch(() => null);
if (from === null) return void say("denied");
const all = await everyOne(address).catch(() => null);
if (all === null) return void say("failed");
const rows = byDistance(all, from)
.slice(0, Number(size))
.map(({ each, metres: far }) => {
const link = document.createElement("a");
link.href = `${root}/${each.slug}`;
link.textContent = language === "ru" ? each.names.ru : each.names.kk;
link.className = on.dataset["link"] ?? "";
const distance = document.createElement("span");
distance.textContent = told(far);
distance.className = "text-sm text-ink-soft tabular";
const row = document.createElement("li");
row.className = "flex flex-wrap items-baseline justify-between gap-x-4";
row.append(link, distance);
return row;
});
list.replaceChildren(...rows);
list.hidden = false;
title.hidden = false;
line.textContent = "";
title.focus();
}
const ask = box?.querySelector("button");
if (box && ask && "geolocation" in navigator) {
box.hidden = false;
ask.addEventListener("click", () => void showNearest(box));
}
})();
