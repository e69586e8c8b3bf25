import type { Shot } from "./camera.ts";

/** The sheet itself: every page with all its pictures, those that stick out at the side marked. */
export function indexPage(shots: readonly Shot[]): string {
  const pages = Map.groupBy(shots, ({ page }) => page);
  const sections = [...pages]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([page, of]) => {
      const figures = of.map(
        ({ file, lang, look, width, over }) =>
          `<figure${over > 0 ? ' class="over"' : ""}><a href="${file}"><img loading="lazy" src="${file}" alt=""></a>` +
          `<figcaption>${lang} · ${width} · ${look}${over > 0 ? ` · ${over} px too wide` : ""}</figcaption></figure>`,
      );
      return `<h2 id="${page}">${page}</h2><div>${figures.join("")}</div>`;
    });
  const links = [...pages.keys()].toSorted().map((page) => `<a href="#${page}">${page}</a>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Kezek: all pages</title>
<style>
body{font:15px/1.4 system-ui;margin:1.5rem;background:#e9edf0;color:#123}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
div{display:flex;gap:1rem;overflow-x:auto;align-items:flex-start;padding-bottom:1rem}
figure{margin:0;flex:none}img{width:260px;border:1px solid #abc;background:#fff}
.over img{outline:4px solid #c1322c}
</style>
<h1>All pages: ${shots.length} pictures</h1><nav>${links.join("")}</nav>${sections.join("\n")}</html>
`;
}
