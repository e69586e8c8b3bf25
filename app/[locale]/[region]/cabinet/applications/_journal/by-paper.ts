import type { AttachmentView } from "#lib/documents/attachment-views.ts";

type Paper = { readonly paper: string; readonly files: readonly AttachmentView[] };

/** The files under the paper they are pages of, in the order in which they come. */
export function byPaper(files: readonly AttachmentView[]): readonly Paper[] {
  return [...Map.groupBy(files, (file) => file.paper)].map(([paper, pages]) => ({
    paper,
    files: pages,
  }));
}
