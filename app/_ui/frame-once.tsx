"use client";

import type { ComponentProps } from "react";

import { Breadcrumbs, type Crumb } from "./breadcrumbs.tsx";
import { FooterView } from "./footer-view.tsx";
import { HeaderView } from "./header-view.tsx";
import { PageMain } from "./page-main.tsx";

// The frame of pages on which the framework's scripts run. Client components without any behaviour: rendered on the
// server, they are sent once, as HTML; a server component would be sent a second time as data. Still pages, which get
// no data, have the same views written by `Plain`.

export function HeaderOnce(props: ComponentProps<typeof HeaderView>) {
  return <HeaderView {...props} />;
}

export function FooterOnce(props: ComponentProps<typeof FooterView>) {
  return <FooterView {...props} />;
}

type PageMainOnceProps = Omit<ComponentProps<typeof PageMain>, "crumbs"> & {
  readonly crumbs: readonly Crumb[] | undefined;
  readonly crumbsLabel: string;
  /** The last word of the breadcrumbs. */
  readonly here: string;
};

export function PageMainOnce({ crumbs, crumbsLabel, here, ...rest }: PageMainOnceProps) {
  return (
    <PageMain
      {...rest}
      crumbs={
        crumbs !== undefined && <Breadcrumbs label={crumbsLabel} crumbs={crumbs} here={here} />
      }
    />
  );
}
