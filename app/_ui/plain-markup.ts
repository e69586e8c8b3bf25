import { Fragment, isValidElement, type ReactNode } from "react";

// React makes a page twice: into data, and from the data into HTML. Most of a page is words, links and drawings that
// nothing ever touches again; written straight into HTML they cost a tenth. What this file does not know for certain it
// leaves to React.

/** Something that only React can write: a script's component, a server action, a property with a meaning of its own. */
class NotPlain extends Error {}

const voids = new Set(["br", "hr", "wbr"]);
// React gives these another place in the document, fetches what they name or keeps what is typed into them.
const reacts = new Set(
  (
    "html head body title meta link script style base img picture audio video source iframe object " +
    "input select option textarea pre"
  ).split(" "),
);

// What HTML or SVG calls otherwise than React does; the rest of the known ones are written alike.
const renamed: Readonly<Record<string, string>> = {
  className: "class",
  htmlFor: "for",
  tabIndex: "tabindex",
  strokeWidth: "stroke-width",
  strokeLinecap: "stroke-linecap",
  strokeLinejoin: "stroke-linejoin",
  strokeDasharray: "stroke-dasharray",
  fillRule: "fill-rule",
  clipRule: "clip-rule",
};
const alike = new Set(
  (
    "id href hrefLang lang dir dateTime colSpan type name value method title role rel target width height src alt scope " +
    "viewBox d fill stroke transform x y x1 y1 x2 y2 cx cy r rx ry opacity points patternUnits preserveAspectRatio"
  ).split(" "),
);
const addresses = new Set(["href", "src", "action"]);
const harmlessAddress = /^(?:[/#?]|https?:|tel:|mailto:)/u;
const flags = new Set(["hidden", "open", "disabled"]);

/** The HTML of what stands in `node`, or undefined where it holds something that must stay React's. */
export function plainMarkup(node: ReactNode): string | undefined {
  try {
    return written(node);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** The element that a component comes to in the end, with its properties; undefined where that is not one element. */
export function hostOf(
  node: ReactNode,
): { readonly type: string; readonly props: Readonly<Record<string, unknown>> } | undefined {
  try {
    const at = unfolded(node);
    if (!isValidElement<Record<string, unknown>>(at) || typeof at.type !== "string") return;
    return reacts.has(at.type) ? undefined : { type: at.type, props: at.props };
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

function written(node: ReactNode): string {
  const at = unfolded(node);
  if (at === null || at === undefined || typeof at === "boolean") return "";
  if (typeof at === "string") return escaped(at);
  if (typeof at === "number") return String(at);
  if (Array.isArray(at)) {
    let all = "";
    for (const each of at as readonly ReactNode[]) all += written(each);
    return all;
  }
  if (!isValidElement<{ readonly children?: ReactNode }>(at)) throw new NotPlain();
  const { type, props } = at;
  if (type === Fragment) return written(props.children);
  if (typeof type !== "string" || reacts.has(type)) throw new NotPlain();
  const opening = `<${type}${attributes(props)}`;
  if (!voids.has(type)) return `${opening}>${written(props.children)}</${type}>`;
  if (props.children !== undefined) throw new NotPlain();
  return `${opening}/>`;
}

/** Calls components until something else than a component stands there. */
function unfolded(node: ReactNode): ReactNode {
  let at = node;
  while (isValidElement<object>(at) && typeof at.type === "function") {
    const component: unknown = at.type;
    // A component of the browser is only a name here, and one with a class has a life of its own.
    if (typeof component !== "function" || "$$typeof" in component || isClass(component)) {
      throw new NotPlain();
    }
    const made: unknown = Reflect.apply(component, undefined, [at.props]);
    if (made instanceof Promise) throw new NotPlain();
    at = made as ReactNode;
  }
  return at;
}

function isClass(component: object): boolean {
  const { prototype } = component as { readonly prototype?: unknown };
  return typeof prototype === "object" && prototype !== null && "isReactComponent" in prototype;
}

function attributes(props: object): string {
  let all = "";
  for (const [name, value] of Object.entries(props) as [string, unknown][]) {
    if (name === "children" || value === undefined || value === null) continue;
    all += attribute(name, value);
  }
  return all;
}

function attribute(name: string, value: unknown): string {
  // `aria-` and `data-` take true and false as words.
  if (/^(?:aria|data)-[a-z-]+$/u.test(name)) return pair(name, value, typeof value === "boolean");
  if (flags.has(name)) {
    if (typeof value !== "boolean") throw new NotPlain();
    return value ? ` ${name}=""` : "";
  }
  const known = renamed[name] ?? (alike.has(name) ? name : undefined);
  // A form that only names its address; a function there is a server action.
  if (known === undefined && name !== "action") throw new NotPlain();
  return pair(known ?? name, value, false);
}

function pair(name: string, value: unknown, words: boolean): string {
  if (typeof value !== "string" && typeof value !== "number" && !words) throw new NotPlain();
  const text = String(value);
  // React does not write an address that is a script.
  if (addresses.has(name) && !harmlessAddress.test(text)) throw new NotPlain();
  return ` ${name}="${escaped(text)}"`;
}

const special = /["&'<>]/u;

function escaped(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#x27;");
}
