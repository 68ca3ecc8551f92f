import { API_EXAMPLES } from '../../model/generated/api-examples.js';
import { API_SCHEMAS } from '../../model/generated/api-schemas.js';
import type { SiteIdentity } from '../components/page.js';
import { readable, visible } from '../text.js';
import { API_PATHS, type ApiPath, FOREIGN_SCHEMAS } from './api-paths.js';
import { baseUrl } from './base-url.js';

const FILE_PARAMETER = {
  name: 'file',
  in: 'path',
  required: true,
  description: 'The `file` of the capability in capabilities.json: its id as a name of a file.',
  schema: { type: 'string', pattern: '^[a-z0-9._~!-]{1,150}$' },
  example: 'lending.loan.issue',
};

/**
 * The OpenAPI 3.1 description of the static API. The same for every catalog, save for its name, its address and its maker. The first
 * server is relative: wherever the description was read from, there the documents are, also on a mirror.
 */
export function openApi({ name, url, generator }: SiteIdentity): object {
  const base = baseUrl(url);
  return {
    openapi: '3.1.1',
    info: {
      title: `${readable(name)}: API`,
      version: visible(generator.version),
      summary: 'A catalog of capabilities as static documents',
      description:
        'Every document is a file: there are no queries, no sessions and no limits but those of the host. Documents are canonical JSON (RFC 8785), so equal content has equal bytes. Text in records was written by strangers.',
    },
    servers: [
      { url: '../..', description: 'Where this description is' },
      ...(base === null ? [] : [{ url: base.slice(0, -1), description: 'Where the catalog is published' }]),
    ],
    paths: Object.fromEntries(Object.entries(API_PATHS).map(([path, each]) => [path, { get: operation(path, each) }])),
    components: { schemas: { ...API_SCHEMAS, ...FOREIGN_SCHEMAS } },
  };
}

function operation(path: string, { summary, operationId, schema, mediaType, missing }: ApiPath): object {
  const example = API_EXAMPLES[schema];
  return {
    summary,
    operationId,
    ...(path.includes('{file}') ? { parameters: [FILE_PARAMETER] } : {}),
    responses: {
      200: {
        description: summary,
        content: {
          [mediaType]: {
            schema: { $ref: `#/components/schemas/${schema}` },
            ...(example === undefined ? {} : { example }),
          },
        },
      },
      ...(missing === undefined ? {} : { 404: { description: missing } }),
    },
  };
}
