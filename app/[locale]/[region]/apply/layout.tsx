import type { ReactNode } from "react";

// Who is signed in, which drafts wait, an own key for every form: made for each request.
export const dynamic = "force-dynamic";

export default function ApplyLayout({ children }: { readonly children: ReactNode }) {
  return children;
}
