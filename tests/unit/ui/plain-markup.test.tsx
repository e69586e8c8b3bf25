import fc from "fast-check";
import { createElement, Fragment, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Breadcrumbs } from "#app/_ui/breadcrumbs.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Footer } from "#app/_ui/footer.tsx";
import { Header } from "#app/_ui/header.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import { Plain } from "#app/_ui/plain.tsx";
import { plainMarkup } from "#app/_ui/plain-markup.ts";
import { QueueNumber } from "#app/_ui/queue-number.tsx";
import { Tag } from "#app/_ui/tag.tsx";
import { locales } from "#lib/i18n/locales.ts";

const region = {
  slug: "akmola",
  names: { kk: "Ақмола & «облысы»", ru: "Акмолинская", en: "Akmola" },
  supportPhone: "+77162123456",
};

/** React puts some properties of forms and buttons last; their order means nothing. */
function sorted(html: string | undefined): string | undefined {
  return html?.replaceAll(/<[a-z]+((?: [\w-]+="[^"]*")+)/gu, (tag, all: string) =>
    tag.replace(all, () => (all.match(/ [\w-]+="[^"]*"/gu) ?? []).toSorted().join("")),
  );
}

// React's own writer is the oracle.
describe("the parts of a page are written as React writes them", () => {
  const parts: Readonly<Record<string, ReactNode>> = {
    ...Object.fromEntries(
      locales.flatMap((locale) => [
        [
          `header ${locale}`,
          <Header
            key="h"
            locale={locale}
            path="/akmola/cabinet?tab=a&b=<c>"
            region={region}
            here="cabinet"
            person="О'Нил <b>"
          />,
        ],
        [`footer ${locale}`, <Footer key="f" locale={locale} region={region} />],
      ]),
    ),
    breadcrumbs: (
      <Breadcrumbs
        label="Жол"
        crumbs={[{ label: "Басты бет", href: "/kk/akmola" }]}
        here="Кабинет"
      />
    ),
    "a card": (
      <Card href="/kk/akmola/apply" title={'"Өтініш" <№ 1>'} picture={<Icon name="key" />}>
        {["a", 0, null, false, <b key="b">{"&"}</b>]}
      </Card>
    ),
    "the number": (
      <QueueNumber label="Номер" number="1 204" ahead={3} date="на сегодня">
        <p>Жалпы кезек</p>
      </QueueNumber>
    ),
    "a tag": <Tag tone="wait">күтуде</Tag>,
  };

  test.each(Object.keys(parts))("%s", (name) => {
    const part = parts[name];
    const html = plainMarkup(part);
    expect(sorted(html)).toBe(sorted(renderToStaticMarkup(part)));
    expect(sorted(renderToStaticMarkup(<Plain>{part}</Plain>))).toBe(sorted(html));
  });
});

describe("whatever the words are", () => {
  const leaf = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom<ReactNode>("<script>alert(1)</script>", "&amp;", '"', "'", null, true, 7),
  );
  const attributes = fc.record(
    {
      className: fc.string(),
      id: fc.string(),
      title: fc.string({ unit: "binary" }),
      lang: fc.constantFrom("kk", "ru"),
      "aria-label": fc.string(),
      "aria-hidden": fc.boolean(),
      "data-look": fc.string(),
      hidden: fc.boolean(),
      tabIndex: fc.integer(),
      href: fc.constantFrom("/kk", "#main", "tel:+7", "https://example.kz/?a=1&b=2"),
    },
    { requiredKeys: [] },
  );
  const { tree } = fc.letrec<{ tree: ReactNode }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(
          fc.constantFrom("p", "a", "span", "li", "section"),
          attributes,
          fc.array(tie("tree"), { maxLength: 3 }),
        )
        .map(([type, props, children]) => createElement(type, props, ...children)),
      fc
        .array(tie("tree"), { maxLength: 3 })
        .map((children) => createElement(Fragment, null, ...children)),
    ),
  }));

  test("a tree of them is written as React writes it", () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(plainMarkup(node)).toBe(renderToStaticMarkup(node));
      }),
      { numRuns: 300 },
    );
  });
});

describe("what only React can write is left to it", () => {
  const post = () => undefined;
  async function Waiting() {
    return await Promise.resolve(<p>late</p>);
  }
  const browsers = Object.assign(() => <p>of the browser</p>, {
    $$typeof: Symbol.for("react.client.reference"),
  });

  test.each<readonly [string, ReactNode]>([
    ["a server action", <form key="1" action={post} />],
    [
      "a handler",
      <button key="2" type="button" onClick={post}>
        x
      </button>,
    ],
    ["an address that is a script", createElement("a", { href: "javascript:alert(1)" })],
    ["a field", <input key="4" defaultValue="870612" />],
    ["HTML of somebody else", <p key="5" dangerouslySetInnerHTML={{ __html: "<b>" }} />],
    ["a style", <p key="6" style={{ color: "red" }} />],
    ["a mark of the document", <meta key="7" name="kezek-page" content="still" />],
    ["a component that waits", <Waiting key="8" />],
    ["a component of the browser", createElement(browsers)],
    ["a property nobody thought of", createElement("p", { contentEditable: "true" })],
  ])("%s", (_, node) => {
    expect(plainMarkup(<div>{node}</div>)).toBeUndefined();
  });

  test("and its element stays an element", () => {
    const form = (
      <section className="a">
        <form action={post} />
      </section>
    );
    expect(Plain({ children: form })).toEqual(form);
  });
});
