import type { CapabilityDocument, DependencyLink } from '../../model/generated/types.js';
import { printable } from '../../model/quote.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

/** A capability as lines of text: what it is, who answers for it, what it needs and who needs it. */
export function describeCapability(document: CapabilityDocument, terminal: Terminal): string[] {
  const [current] = document.versions;
  if (!current) return [];
  const { capability } = current;
  const facts: [string, string | null | undefined][] = [
    ['Title', capability.title],
    ['Owner', capability.owner ?? 'not stated'],
    ['Contact', capability.contact],
    ['Lifecycle', capability.lifecycle_stage ?? 'not stated'],
    ['Stability', capability.stability],
    ['Security tier', capability.security_tier],
    ['Part of', capability.part_of],
    ['Tags', capability.tags?.join(', ')],
    ['Aliases', capability.aliases?.map(({ id, sunset }) => (sunset === undefined ? id : `${id} (until ${sunset})`)).join(', ')],
    ['Deprecated', deprecation(capability.deprecation)],
    ['Source', `${current.source}${current.commit === null ? '' : ` at ${current.commit.slice(0, 12)}`}`],
    ['Manifest', `${current.path}:${current.line} (${current.format}, ${current.tier})`],
    ['Digest', current.manifest.digest],
  ];
  const lines = [terminal.style('bold', printable(`${document.id} ${current.version ?? '(no version)'}`))];
  if (capability.description)
    lines.push('', ...wrap(printable(capability.description.replace(/\s+/g, ' ')), Math.min(terminal.width, 100)));
  lines.push('');
  for (const [name, value] of facts) if (value) lines.push(`${name.padEnd(14)}${printable(value)}`);
  const section = (title: string, header: string[], rows: string[][]) => {
    if (rows.length > 0)
      lines.push(
        '',
        terminal.style('bold', title),
        ...table(
          header,
          rows.map((row) => row.map(printable)),
          terminal.width,
        ),
      );
  };
  section(
    'Versions',
    ['VERSION', 'STATUS', 'COMMIT', 'REF'],
    document.versions.map((each) => [each.version ?? '–', each.status, each.commit?.slice(0, 12) ?? '–', each.ref ?? '–']),
  );
  section(
    'Interfaces',
    ['KIND', 'WHERE'],
    (capability.interfaces ?? []).map(({ kind, endpoint, command, name }) => [kind, endpoint ?? command ?? name ?? '–']),
  );
  section(
    'Dependencies',
    ['ID', 'RANGE', 'IN THIS CATALOG'],
    document.dependencies.map((each) => [each.id, each.version ?? 'unknown', found(each)]),
  );
  section(
    'Dependents',
    ['ID', 'VERSION', 'RANGE', 'OWNER'],
    document.dependents.map((each) => [each.id, each.version ?? '–', each.range ?? 'unknown', each.owner ?? '–']),
  );
  section(
    'Findings',
    ['SEVERITY', 'CODE', 'LINE', 'MESSAGE'],
    document.findings.map((each) => [each.severity, each.code, String(each.line ?? '–'), each.message]),
  );
  return lines;
}

function found({ id, target }: DependencyLink): string {
  if (target === null) return 'no such capability';
  return `${target.id === id ? '' : `${target.id} `}${target.version ?? 'no version'}`;
}

function deprecation(stated: { since?: string; sunset?: string; replaced_by?: string } | undefined): string | undefined {
  if (!stated) return undefined;
  const { since, sunset, replaced_by } = stated;
  const parts = [since && `since ${since}`, sunset && `until ${sunset}`, replaced_by && `replaced by ${replaced_by}`].filter(
    Boolean,
  );
  return parts.length === 0 ? 'yes' : parts.join(', ');
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
