import { quote } from '../../model/quote.js';
import type { Meant } from '../../query/compatibility.js';

/** What a person should know of an id before the answer about it; null where there is nothing. */
export function aboutMeant({ id, alias, standing }: Meant): string | null {
  if (alias !== undefined) {
    const until = alias.sunset === undefined ? '' : ` until ${quote(alias.sunset)}`;
    return `${quote(alias.id)} ${alias.gone ? 'was' : 'is'} an older name of ${quote(id)}${until}.`;
  }
  if (standing === 'missing') return `No source of the catalog describes ${quote(id)}; others need it.`;
  return standing === 'untrusted' ? `Only manifests in quarantine describe ${quote(id)}.` : null;
}
