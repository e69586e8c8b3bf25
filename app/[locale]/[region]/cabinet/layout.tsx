import type { Metadata } from "next";
import type { ReactNode } from "react";

// Personal pages: made for each request, never stored, never found by search engines. This guards nothing: each page
// hands its actor to a room, and the room decides.
export const dynamic = "force-dynamic";
export const metadata: Metadata = { robots: { index: false, follow: false } };

export default function CabinetLayout({ children }: { readonly children: ReactNode }) {
  return children;
}
