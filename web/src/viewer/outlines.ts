// Boxes drawn over the photo on screen, for what the pointer or the focus is on in the panel beside it.

import type { Box, Label, PhotoFace } from "../lib/eyes_types";

export interface Outline {
  key: string;
  box: Box;
  text: string;
  round?: boolean;
}

export const outlinesOfLabel = (label: Label): Outline[] =>
  label.instances.map(({ box }, i) => ({ key: `${label.name} ${i}`, box, text: label.name }));

export const outlineOfFace = (face: PhotoFace, text: string): Outline => ({
  key: face.id,
  box: face.box,
  text,
  round: true,
});
