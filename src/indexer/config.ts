import { readConfiguration } from '../model/configuration.js';
import type { ChoraError } from '../model/errors.js';
import type { CatalogConfig } from '../model/generated/types.js';
import { validateCatalogConfig } from '../model/validators.js';

/** A configuration that holds, and a way to point at the places it came from. */
export interface LoadedConfig {
  readonly config: CatalogConfig;
  /** Digest of what the configuration says: layout and comments do not count. */
  readonly digest: string;
  /** The error to throw about the value at `path`, with file, line and column. */
  problem(path: readonly (string | number)[], message: string, hint?: string): ChoraError;
}

const ONE_KIND = 'must have exactly one of “directory”, “git” and “github”';
const KIND = {
  code: 'config/invalid',
  validate: validateCatalogConfig,
  schema: 'catalog-config.schema.json',
  wording: { minProperties: ONE_KIND, maxProperties: ONE_KIND },
} as const;

/**
 * Reads catalog.yaml. `name` is how the file is called in messages.
 * @throws ChoraError `config/invalid` with line and column for whatever is wrong in it.
 */
export function parseConfig(text: string, name: string): LoadedConfig {
  const { value, digest, problem } = readConfiguration<CatalogConfig>(text, name, KIND);
  return { config: value, digest, problem };
}
