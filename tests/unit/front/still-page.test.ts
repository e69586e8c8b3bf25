import { expect, test } from "vitest";
import { stillPage } from "#lib/front/still-page.ts";

const mark = '<meta name="kezek-page" content="still"/>';
const page = (head: string, body: string) =>
  `<!DOCTYPE html><html lang="kk"><head><meta charSet="utf-8"/>` +
  `<link rel="preload" as="script" fetchPriority="low" href="/_next/a.js"/>` +
  `<link rel="preload" as="font" href="/fonts/a.woff2"/><link rel="stylesheet" href="/a.css"/>` +
  `<script src="/_next/a.js" async=""></script>${head}</head><body><div hidden=""><!--$--><!--/$--></div>` +
  `${body}<script id="_R_">self.a={"b":"\\u003cp>"}</script><script>self.__next_f.push([1,"x"])</script></body></html>`;

test("a page that says it is still loses the framework's scripts, their preloads and data, and nothing else", () => {
  const form = `<form action="" method="POST"><input type="hidden" name="$ACTION_REF_1"/></form>`;
  expect(
    stillPage(page(mark, `<p>Сәлем<!-- -->, a &lt;script&gt; b</p>${form}`), "/page.js?v=1"),
  ).toBe(
    `<!DOCTYPE html><html lang="kk"><head><meta charSet="utf-8"/>` +
      `<link rel="preload" as="font" href="/fonts/a.woff2"/><link rel="stylesheet" href="/a.css"/>` +
      `<script src="/page.js?v=1" defer data-still></script></head><body>` +
      `<p>Сәлем, a &lt;script&gt; b</p>${form}</body></html>`,
  );
});

test("data for programs that read pages stays", () => {
  const data = `<script type="application/ld+json">{"@type":"Place"}</script>`;
  expect(stillPage(page(mark, data), "/page.js")).toContain(data);
});

test("a page that says nothing keeps everything", () => {
  expect(stillPage(page("", "<p>a</p>"), "/page.js")).toBeUndefined();
});

test("words that somebody typed make no page still", () => {
  const typed = mark.replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  expect(stillPage(page("", `<p>${typed}</p>`), "/page.js")).toBeUndefined();
});

test.each([
  ['<!--$?--><template id="B:0"></template><!--/$-->', "a part that will come later"],
  ['<template data-x id="P:1"></template>', "a place for it"],
  ['<div hidden id="S:0"><p>a</p></div>', "a part that came later"],
])("a page with %s keeps its scripts: it has %s", (part) => {
  expect(stillPage(page(mark, part), "/page.js")).toBeUndefined();
});
