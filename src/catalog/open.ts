import type { CatalogReader } from '../model/catalog-store.js';
import { ChoraError } from '../model/errors.js';
import type { Validator } from '../model/validators.js';

/**
 * Reads one JSON document of a catalog and checks it against its schema; null when there is none.
 * @throws ChoraError `catalog/unreadable` when it is not what its schema says.
 */
export async function readDocument<T>(reader: CatalogReader, path: string, validate: Validator): Promise<T | null> {
  const bytes = await reader.read(path);
  if (bytes === null) return null;
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw unreadable(reader, path, 'it is not JSON', error);
  }
  if (!validate(document)) {
    const [first] = validate.errors ?? [];
    throw unreadable(reader, path, `${first?.instancePath || 'the document'} ${first?.message ?? 'is not valid'}`);
  }
  return document as T;
}

function unreadable(reader: CatalogReader, path: string, why: string, cause?: unknown): ChoraError {
  return new ChoraError(
    'io',
    'catalog/unreadable',
    `${path} in ${reader.name} is not a document of this version of the catalog: ${why}`,
    'Index again with --rebuild, or read it with the version that wrote it.',
    { cause },
  );
}
