// A rough strength for the meter while someone types. The server alone decides what it accepts; this only encourages.

export const kPassphraseMin = 15;

/** 0 too short, 1 weak, 2 fair, 3 good, 4 strong. Counts what a guesser must find: distinct characters, words, length. */
export function strengthOf(passphrase: string): 0 | 1 | 2 | 3 | 4 {
  const characters = [...passphrase];
  if (characters.length < kPassphraseMin) return 0;
  const distinct = new Set(characters.map((c) => c.toLowerCase())).size;
  const words = new Set(
    passphrase
      .toLowerCase()
      .split(/[\s\-_.,;]+/)
      .filter((word) => word.length > 2),
  ).size;
  const runs = characters.filter((c, i) => {
    const step = i > 0 ? c.codePointAt(0)! - characters[i - 1]!.codePointAt(0)! : 9;
    return step >= -1 && step <= 1;
  }).length;
  let points = 1;
  if (distinct >= 10) points += 1;
  if (words >= 4 || distinct >= 14) points += 1;
  if (characters.length >= 22 && distinct >= 10) points += 1;
  if (distinct < 7 || runs > characters.length / 2) points = 1;
  return points as 1 | 2 | 3 | 4;
}
