/**
 * Canonical bytes of a JSON document: RFC 8785 (keys in the order of their UTF-16 code units, no white space) and a line end.
 * `undefined` members are left out.
 */
export function serialize(value: unknown): string {
  return `${canonical(value)}\n`;
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonical(member)}`);
  }
  return `{${members.join(',')}}`;
}
