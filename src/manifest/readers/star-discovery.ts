import type { Capability } from '../../model/manifest.js';
import { type Interface, interfaceKind } from '../common.js';
import type { Fields } from '../fields.js';
import { compact, TEXT } from '../normalize.js';

/** The second generation's commands and endpoints. */
export function interfaces(discovery: Fields): Interface[] | undefined {
  const commands = discovery.texts('cli_commands')?.map((command): Interface => ({ kind: 'cli', command }));
  const endpoints = discovery.collect('mcp_endpoints', (value, path): Interface | undefined => {
    if (typeof value === 'string') {
      const endpoint = discovery.toReference(value, path);
      return endpoint === undefined ? undefined : { kind: 'mcp', endpoint };
    }
    const item = discovery.toFields(value, path);
    if (!item) return undefined;
    return compact<Interface>({
      kind: interfaceKind(item.text('protocol', TEXT.word) ?? 'mcp'),
      endpoint: item.reference('url'),
    });
  });
  return commands || endpoints ? [...(commands ?? []), ...(endpoints ?? [])] : undefined;
}

export type Documentation = NonNullable<Capability['documentation']>;
const KINDS = {
  tutorial: 'tutorial',
  'how-to': 'how_to',
  how_to: 'how_to',
  howto: 'how_to',
  reference: 'reference',
  explanation: 'explanation',
} as const;

/** discovery.docs: those of the four kinds of documentation, the first of each, and links for the rest. */
export function docs(discovery: Fields): { documentation: Documentation; links: Capability['links'] } {
  const documentation: Documentation = {};
  const links = discovery.records('docs', (item) => {
    const type = item.text('type', TEXT.word) ?? '';
    const kind = Object.hasOwn(KINDS, type.toLowerCase()) ? KINDS[type.toLowerCase() as keyof typeof KINDS] : undefined;
    if (kind === undefined || documentation[kind] !== undefined) return item.link('url', type || undefined);
    const reference = item.reference('url');
    if (reference !== undefined) documentation[kind] = reference;
    return undefined;
  });
  return { documentation, links: links && links.length > 0 ? links : undefined };
}
