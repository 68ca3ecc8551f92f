/**
 * A JSON value as RFC 8785 writes it: keys in the order of their UTF-16 code units, no white space. `undefined` members are left
 * out.
 */
export function canonicalJson(value: unknown): string {
  // What most of a document consists of comes first: a catalog writes hundreds of megabytes of it.
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const key of sortedKeys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${keyText(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  // What was read from such a text has its keys in order.
  for (let at = 1; at < keys.length; at += 1) if ((keys[at - 1] as string) > (keys[at] as string)) return keys.sort();
  return keys;
}

/** Most keys are names of fields: a few letters, which need no escape. */
function keyText(key: string): string {
  return /^[a-z_]+$/.test(key) ? `"${key}"` : JSON.stringify(key);
}
