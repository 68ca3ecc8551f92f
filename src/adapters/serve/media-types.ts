import { extname } from 'node:path';

/**
 * Ending → media type. YAML and bare text are shown as text by browsers, which they would not do for application/yaml. What is not
 * listed is octets: also the packed files of the search index, which the search unpacks itself.
 */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.sarif': 'application/sarif+json; charset=utf-8',
  '.atom': 'application/atom+xml; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.yaml': 'text/plain; charset=utf-8',
  '.yml': 'text/plain; charset=utf-8',
};

export const mediaType = (path: string): string => TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';

/** Whether gzip makes it smaller. */
export const packs = (type: string): boolean => type.includes('charset=');
