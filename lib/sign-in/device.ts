const browsers: readonly (readonly [RegExp, string])[] = [
  [/YaBrowser\//u, "Yandex Browser"],
  [/Edg(?:A|iOS)?\//u, "Edge"],
  [/OPR\/|OPT\//u, "Opera"],
  [/SamsungBrowser\//u, "Samsung Internet"],
  [/Firefox\/|FxiOS\//u, "Firefox"],
  [/Chrome\/|CriOS\//u, "Chrome"],
  [/Safari\//u, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/u, "Android"],
  [/iPhone|iPad|iPod/u, "iOS"],
  [/Windows/u, "Windows"],
  [/Mac OS X|Macintosh/u, "macOS"],
  [/CrOS/u, "ChromeOS"],
  [/Linux|X11/u, "Linux"],
];

/**
 * A device as its owner would recognise it, e.g. «Chrome · Windows»; an empty text when the browser says nothing we
 * know. Only this is kept of the User-Agent header: the rest would tell people apart and help nobody. Pure.
 */
export function describeDevice(userAgent: string | null | undefined): string {
  const header = (userAgent ?? "").slice(0, 1000);
  const browser = browsers.find(([pattern]) => pattern.test(header))?.[1];
  const system = systems.find(([pattern]) => pattern.test(header))?.[1];
  return [browser, system].filter((part) => part !== undefined).join(" · ");
}
