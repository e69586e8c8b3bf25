import { Tag } from "#app/_ui/tag.tsx";
import type { StatusTag } from "./words.ts";

/** The tags in a row; on a phone the second goes under the first. */
export function StatusTags({ tags }: { readonly tags: readonly StatusTag[] }) {
  return (
    <span className="flex flex-wrap gap-2">
      {tags.map((tag) => (
        <Tag key={tag.text} tone={tag.tone}>
          {tag.text}
        </Tag>
      ))}
    </span>
  );
}
