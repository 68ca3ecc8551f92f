import type { FindingCode } from '../findings.js';
import { quote } from '../quote.js';

export const CATALOG_CODES = {
  'catalog/id-conflict': {
    severity: 'error',
    title: 'Two sources claim the same id',
    explanation:
      'A capability id belongs to one source: the one that held it first, or, when both are new, the first in the order of source ids. The other claim is kept out of the catalog.',
    message: ({ id, holder }) => `The id ${quote(id ?? '')} belongs to ${quote(holder ?? '')}.`,
    hint: () => 'Give this capability an id of its own.',
  },
  'catalog/duplicate-id': {
    severity: 'error',
    title: 'One source describes the same version twice',
    explanation: 'Two manifests of one commit describe the same id and version. The first in the order of paths is kept.',
    message: ({ id, version, path }) =>
      `${quote(id ?? '')} ${quote(version ?? '')} is already described in ${quote(path ?? '')}.`,
    hint: () => 'Remove one of them, or give it its own id or version.',
  },
  'catalog/differs-from-tag': {
    severity: 'warning',
    title: 'A released version was changed without a new number',
    explanation: 'The head has the same version as a tag, but other bytes. The catalog shows the head.',
    message: ({ id, version, tag }) =>
      `${quote(id ?? '')} ${quote(version ?? '')} differs from what was released as ${quote(tag ?? '')}.`,
    hint: () => 'Raise the version whenever the manifest of a released version changes.',
  },
} as const satisfies Record<string, FindingCode>;
