import { canonicalJson } from '../model/canonical-json.js';

/** The bytes of a JSON document: canonical, with a line end. */
export function serialize(value: unknown): string {
  return `${canonicalJson(value)}\n`;
}
