const script = /<script\b[^>]*>[\s\S]*?<\/script>/g;
const scriptPreload = /<link\b(?=[^>]*\bas="script")[^>]*>/g;

/** The same page without a script in it, neither its own nor one it asks for. */
export function withoutScripts(html: string): string {
  return html.replaceAll(script, "").replaceAll(scriptPreload, "");
}
