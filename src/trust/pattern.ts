/**
 * Whether `text` fits a pattern of source ids, refs or such: `*` stands for any characters within one segment (between
 * slashes), `**` for any characters at all; everything else stands for itself. Case counts.
 *
 * Patterns are the operator's, texts are strangers'. Each star is tried once per place at most: no pattern runs away.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const tokens = pattern.split(/(\*+)/).filter((token) => token !== '');
  /** Places in the text that the tokens so far can end at. */
  let places = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    if (!token.startsWith('*')) {
      for (const at of places) if (text.startsWith(token, at)) next.add(at + token.length);
    } else {
      // In order, each place is entered once: where one run passes, the ones before it have passed already.
      for (const from of [...places].sort((a, b) => a - b)) {
        for (let at = from; !next.has(at); at += 1) {
          next.add(at);
          if (at >= text.length || (token === '*' && text[at] === '/')) break;
        }
      }
    }
    places = next;
  }
  return places.has(text.length);
}

export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, text));
}
