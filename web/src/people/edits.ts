// What a person can tell about people: done, said, and undone for as long as the message shows.

import { people } from "../lib/eyes_api";
import type { Person, PersonDetails } from "../lib/eyes_types";
import { news } from "../lib/events.svelte";
import { toasts } from "../lib/toasts.svelte";
import { words } from "../strings/en";

interface Told {
  edit_id: string | null;
}

/** Does it, says it, and offers the way back. Undefined when it failed, which was told. */
async function edit<T extends Told>(work: Promise<T>, text: (told: T) => string): Promise<T | undefined> {
  let told: T;
  try {
    told = await work;
  } catch (error) {
    toasts.error(error);
    return undefined;
  }
  news.people += 1; // The server's own word comes a moment later.
  const { edit_id: id } = told;
  if (id === null) return told;
  const undo = async () => {
    await people.undo(id);
    news.people += 1;
  };
  const run = () =>
    void undo().then(
      () => toasts.show(words.done.undone),
      (error) => toasts.error(error),
    );
  toasts.show(text(told), { topic: `people ${id}`, action: { label: words.undo, run } });
  return told;
}

export const rename = (id: string, name: string) =>
  edit(people.change(id, { name }), () => (name ? words.people.namedNow(name) : words.people.nameRemoved));

export const merge = (ids: string[], name?: string) =>
  edit(people.merge(ids, name), (told) => words.people.mergedAs(told.person?.name ?? ""));

export const move = (faces: string[], to: Pick<Person, "id" | "name">) =>
  edit(people.move(faces, to.id), () => words.people.moved(faces.length, to.name));

export const split = (from: string, faces: string[], name?: string) =>
  edit(people.split(from, faces, name), () => words.people.splitOff(faces.length));

export const hideFaces = (faces: string[]) =>
  edit(people.hideFaces(faces), () => words.people.notFacesNow(faces.length));

export const setCover = (person: PersonDetails, face: string) =>
  edit(people.change(person.id, { cover: face }), () => words.people.coverNow);

export const answer = (question: string, same: boolean) =>
  edit(people.answer(question, same), (told) =>
    same ? words.same.joined(told.person?.name ?? "") : words.same.apart,
  );

/** Each person is an edit of its own; one Undo takes all of them back. */
export async function setHidden(ids: string[], hidden: boolean): Promise<boolean> {
  const edits: string[] = [];
  try {
    for (const id of ids) {
      const { edit_id: edit_ } = await people.change(id, { hidden });
      if (edit_) edits.push(edit_);
    }
  } catch (error) {
    toasts.error(error);
  }
  news.people += 1;
  if (edits.length === 0) return false;
  toasts.undoable({
    topic: hidden ? "people hidden" : "people shown",
    ids: edits,
    text: hidden ? words.people.hiddenNow : words.people.shownNow,
    undo: async (all) => {
      for (const id of [...all].reverse()) await people.undo(id);
      news.people += 1;
    },
  });
  return true;
}
