import type { SigningPictureName } from "#app/_ui/pictures/signing-picture.tsx";
import type { SetupTopic } from "./sentences.ts";

const pictures: Partial<Record<SetupTopic, SigningPictureName>> = {
  absent: "tray",
  asked: "asked",
  lna: "icon-by-address",
  "key-file": "files",
  "wrong-person": "files",
  organisation: "files",
  slow: "behind",
  tokens: "token",
};

/** The picture that shows where on the screen to look, where there is such a place. */
export function topicPicture(topic: SetupTopic): SigningPictureName | undefined {
  return pictures[topic];
}
