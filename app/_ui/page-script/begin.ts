import { applyLook, closeMenus, rememberLanguage } from "./frame.ts";
import { filterPlaces, showDistrict } from "./places.ts";
import { finishPhone, groupDigits, leadToAnswer, sendAgain, sendOnce } from "./plain-forms.ts";
import { countDown, offerReveal } from "./waiting.ts";

// The one script of still pages (app/_ui/still.tsx), and the comforts of the frame on all others. Every page works
// whole without it. From these files `vitest -u` makes public/page.js (tests/unit/ui/page-script.test.ts): a browser
// gets one small file, and no framework.

document.addEventListener("click", rememberLanguage);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("submit", (event) => void applyLook(event));
document.addEventListener("input", filterPlaces);
showDistrict();

// What was typed and not saved goes with the person who signed out.
const forget = document.querySelector<HTMLElement>("[data-forget-typing]")?.dataset["forgetTyping"];
for (const key of forget === undefined ? [] : Object.keys(sessionStorage)) {
  if (key.startsWith(`${forget}:`)) sessionStorage.removeItem(key);
}

// On other pages React does these for its own forms.
if (document.currentScript?.dataset["still"] !== undefined) {
  document.addEventListener("input", groupDigits);
  document.addEventListener("focusout", finishPhone);
  document.addEventListener("submit", sendOnce);
  addEventListener("pageshow", sendAgain);
  leadToAnswer();
  countDown();
  offerReveal();
}

// One page's own comfort, which the others need not carry.
const own = document.querySelector<HTMLElement>("[data-page-script]")?.dataset["pageScript"];
if (own !== undefined) {
  const script = document.createElement("script");
  script.src = own;
  document.head.append(script);
}

// Keeps the offline page at hand, and never a personal page.
if ("serviceWorker" in navigator) {
  void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}
