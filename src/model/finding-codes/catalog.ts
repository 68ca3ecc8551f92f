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
  'catalog/confusable-id': {
    severity: 'warning',
    title: 'An id looks like the id of another source',
    explanation:
      'Readers may take the two ids for one another: they differ in characters that look alike (such as l, I and 1, or letters of another script), in letter case, or in their separators. Both sources are told, because a catalog cannot know which of the two is meant to deceive, if any. Both are indexed.',
    message: ({ id, other, holder }) =>
      `The id ${quote(id ?? '')} looks like ${quote(other ?? '')}, which is described in ${quote(holder ?? '')}.`,
    hint: () => 'If the other one is not yours, check who depends on which; rename the one that is newer.',
  },
  'catalog/confusable-title': {
    severity: 'warning',
    title: 'A title imitates that of another source',
    explanation:
      'The title looks like the title of a capability of another source, but is written with letters of another script or with unseen characters. It is indexed as it is.',
    message: ({ title, other, holder }) =>
      `The title ${quote(title ?? '')} imitates the title of ${quote(other ?? '')}, which is described in ${quote(holder ?? '')}.`,
    hint: () => 'Write the title in one script, or give the capability a title of its own.',
  },
} as const satisfies Record<string, FindingCode>;
