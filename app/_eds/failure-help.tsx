import { Link } from "#app/_ui/link.tsx";
import { SigningPicture } from "#app/_ui/pictures/signing-picture.tsx";
import type { SetupTopic } from "./sentences.ts";
import { topicPicture } from "./topic-picture.ts";

type FailureHelpProps = {
  readonly steps: readonly string[];
  /** The part of the help page that says more. */
  readonly topic: SetupTopic | undefined;
  /** Address of the help page; absent on that page itself. */
  readonly help?: string;
  readonly texts: { readonly whatToDo: string; readonly more: string; readonly newWindow: string };
};

/** What mends a failed signing: numbered steps, where to look on the screen, and where it is told at length. */
export function FailureHelp({ steps, topic, help, texts }: FailureHelpProps) {
  const picture = topic && topicPicture(topic);
  return (
    <>
      {steps.length > 0 && (
        <>
          <p className="mt-2">{texts.whatToDo}</p>
          <ol className="list-decimal space-y-1 ps-6">
            {steps.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ol>
        </>
      )}
      {picture && <SigningPicture name={picture} className="mt-2" />}
      {topic && (
        <p>
          {help === undefined ? (
            <Link href={`#${topic}`} className="inline-flex min-h-11 items-center">
              {texts.more}
            </Link>
          ) : (
            // Beside the page that signs: its text and what was typed stay there.
            <Link
              href={`${help}#${topic}`}
              target="_blank"
              className="inline-flex min-h-11 items-center"
            >
              <span>
                {texts.more}
                <span className="sr-only"> ({texts.newWindow})</span>
              </span>
            </Link>
          )}
        </p>
      )}
    </>
  );
}
