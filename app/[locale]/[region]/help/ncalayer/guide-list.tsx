"use client";

import { Disclosure } from "#app/_ui/disclosure.tsx";
import { SigningPicture } from "#app/_ui/pictures/signing-picture.tsx";

import type { Guide, GuidePart } from "./guides.ts";

/**
 * The guides, one under the other. A client component without any behaviour, as the frame of pages with scripts is: its
 * markup and pictures are sent once, as HTML, and only the words a second time.
 */
export function GuideList({ guides }: { readonly guides: readonly Guide[] }) {
  return (
    <div className="mt-3 border-t border-line">
      {guides.map((guide) => (
        <Disclosure key={guide.topic} title={guide.title}>
          {/* An id inside: browsers open the details that holds the target of an address. */}
          <p id={guide.topic}>{guide.intro}</p>
          {guide.parts.map((part) => (
            <GuideSteps key={part.title ?? part.steps[0]} part={part} />
          ))}
        </Disclosure>
      ))}
    </div>
  );
}

function GuideSteps({ part }: { readonly part: GuidePart }) {
  const List = part.anyOrder ? "ul" : "ol";
  return (
    <div>
      {part.title !== undefined && <h3 className="mb-2 text-base">{part.title}</h3>}
      <List>
        {part.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </List>
      {part.picture && <SigningPicture name={part.picture} className="mt-4" />}
    </div>
  );
}
