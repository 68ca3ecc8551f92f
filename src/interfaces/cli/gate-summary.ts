import { explainItems } from '../../compatibility/gate-text.js';
import type { GateAnswer } from '../../query/gate.js';
import { cutTo, text } from './step-summary.js';

/** Findings that say again what the items of the answer say. */
export const TOLD_BY_ITEMS: ReadonlySet<string> = new Set([
  'compatibility/breaking-without-major',
  'compatibility/release-refused',
  'compatibility/release-unknown',
  'compatibility/release-noted',
]);

/** What “unknown” means, and what to do. */
export const UNKNOWN_MEANS =
  'Nobody can tell: something required cannot be compared, as the items whose rule ends in “-unknown” say. --unknown warn lets it pass.';

/** The answer of the gate as Markdown for the summary of a step in GitHub Actions, in at most `room` bytes. */
export function renderGateSummary({ answer, items, findings }: GateAnswer, room: number): string {
  const lines = [`## Can this be released? ${answer}`, '', ...(answer === 'unknown' ? [text(UNKNOWN_MEANS), ''] : [])];
  for (const [first = '', ...rest] of explainItems(items)) {
    lines.push(`- ${text(first)}`, ...rest.map((line) => `  - ${text(line)}`));
  }
  const others = findings.filter(({ severity, code }) => severity === 'error' && !TOLD_BY_ITEMS.has(code));
  lines.push(...others.map(({ code, message }) => `- ${text(code)}: ${text(message)}`));
  return cutTo(lines, room);
}
