import { Link } from "#app/_ui/link.tsx";
import { QueueNumber } from "#app/_ui/queue-number.tsx";
import { whole } from "#app/_ui/whole.tsx";
import type { PlaceWords } from "./place-words.ts";

/** The number in the queue with what bounds it and what it is counted among; toys show how many stand before. */
export function PlacePanel({ words }: { readonly words: PlaceWords }) {
  return (
    <QueueNumber label={words.label} number={words.number} ahead={words.ahead} date={words.asOf}>
      <p>
        <strong className="font-semibold">{words.entryClass}</strong>
        {" · "}
        {words.cohort}
        {" · "}
        {words.total}
      </p>
      <p>
        <strong className="font-semibold">{whole(`${words.bound}.`)}</strong>{" "}
        {whole(words.boundWhy)}
      </p>
      {words.forecast !== null && (
        <p>
          {`${words.forecast.text}. `}
          <Link href={words.forecast.href} className="inline-flex min-h-11 items-center">
            {words.forecast.how}
          </Link>
        </p>
      )}
    </QueueNumber>
  );
}
