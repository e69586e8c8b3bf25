/**
 * How a person wants to see the portal. The choice lives in one cookie that names nobody; static pages cannot vary by
 * cookie, so the choice reaches every page, with and without JavaScript, as one small style sheet: `/look.css`.
 */
export const LOOK_COOKIE = "kezek-look";
export const LOOK_PATH = "/look.css";

export const lookChoices = {
  theme: ["device", "light", "dark"],
  size: ["normal", "large", "huge"],
  contrast: ["normal", "high"],
  spacing: ["normal", "wide"],
  motion: ["normal", "none"],
} as const;

export type LookSetting = keyof typeof lookChoices;
export type Look = { readonly [K in LookSetting]: (typeof lookChoices)[K][number] };

export const lookSettings = Object.keys(lookChoices) as readonly LookSetting[];

export const deviceLook: Look = {
  theme: "device",
  size: "normal",
  contrast: "normal",
  spacing: "normal",
  motion: "normal",
};

/** The choice with one setting changed; an unknown name or value leaves it as it was. */
export function withSetting(look: Look, name: string, value: string): Look {
  if (!Object.hasOwn(lookChoices, name)) return look;
  const setting = name as LookSetting;
  const known: readonly string[] = lookChoices[setting];
  return known.includes(value) ? { ...look, [setting]: value } : look;
}

/** Reads the cookie's value (`theme:dark.size:large`); whatever it does not know is ignored. */
export function parseLook(value: string | undefined): Look {
  let look = deviceLook;
  for (const part of (value ?? "").slice(0, 200).split(".")) {
    const [name, chosen] = part.split(":");
    if (name !== undefined && chosen !== undefined) look = withSetting(look, name, chosen);
  }
  return look;
}

/** The cookie's value; empty when nothing differs from the device. */
export function formatLook(look: Look): string {
  return lookSettings
    .filter((name) => look[name] !== deviceLook[name])
    .map((name) => `${name}:${look[name]}`)
    .join(".");
}

const switches = (on: "day" | "night" | "sharp") =>
  ["day", "night", "sharp"].map((name) => `--${name}:${name === on ? "initial" : " "};`).join("") +
  `color-scheme:${on === "night" ? "dark" : "light"};`;

/**
 * The style sheet of a choice. `:root:root` outweighs the device's media queries whatever the order of the sheets.
 * The mark after the chosen buttons of the settings panel comes from here too: static pages cannot know the choice.
 */
export function lookCss(look: Look): string {
  const root: string[] = [];
  const rules: string[] = [];
  if (look.contrast === "high") root.push(switches("sharp"));
  else if (look.theme === "dark") root.push(switches("night"));
  else if (look.theme === "light") root.push(switches("day"));
  if (look.size === "large") root.push("font-size:125%;");
  if (look.size === "huge") root.push("font-size:150%;");
  if (look.spacing === "wide") {
    // WCAG 2.2, 1.4.12: the spacing at which nothing may be lost
    root.push("--gap-letters:.12em;word-spacing:.16em;");
    rules.push("body,body *{line-height:1.75!important}p{margin-bottom:1em}");
  }
  if (look.contrast === "high") rules.push("a{text-decoration-line:underline!important}");
  if (look.motion === "none") {
    rules.push(
      "*,::before,::after{animation:none!important;transition:none!important;scroll-behavior:auto!important}",
    );
  }
  if (root.length > 0) rules.unshift(`:root:root{${root.join("")}}`);
  for (const name of lookSettings) {
    rules.push(
      `[data-look="${name}:${look[name]}"]{background:var(--color-sky-soft);border-color:var(--color-sky);` +
        `color:var(--color-sky-ink);font-weight:650}[data-look="${name}:${look[name]}"]::before{content:"✓ "}`,
    );
  }
  return rules.join("\n");
}
