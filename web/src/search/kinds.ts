// The sign of each kind of thing that a search can be about.

import type { PartKind } from "../lib/eyes_types";
import type { IconName } from "../shell/Icon.svelte";

const icons: Record<PartKind, IconName> = {
  label: "label",
  person: "user",
  place: "pin",
  date: "calendar",
  camera: "camera",
  lens: "camera",
  text: "text",
  file: "file",
  is: "star",
  colour: "palette",
  sentence: "sparkle",
  none: "help",
};

export const iconOf = (kind: PartKind): IconName => icons[kind] ?? "search";
