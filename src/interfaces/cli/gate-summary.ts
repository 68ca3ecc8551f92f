import { explainItem } from '../../compatibility/gate-text.js';
import type { GateAnswer } from '../../query/gate.js';
import { cutTo, text } from './step-summary.js';

/** The answer of the gate as Markdown for the summary of a step in GitHub Actions, in at most `room` bytes. */
export function renderGateSummary({ answer, items, findings }: GateAnswer, room: number): string {
  const lines = [`## Can this be released? ${answer}`, ''];
  for (const item of items) {
    const [first = '', ...rest] = explainItem(item);
    lines.push(`- ${text(first)}`, ...rest.map((line) => `  - ${text(line)}`));
  }
  const others = findings.filter(({ severity, code }) => severity === 'error' && code !== 'compatibility/release-refused');
  lines.push(...others.map(({ code, message }) => `- ${text(code)}: ${text(message)}`));
  return cutTo(lines, room);
}
