import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { OwnFiles } from '../../indexer/ops.js';
import { compareText } from '../../model/compare-text.js';
import { ChoraError } from '../../model/errors.js';
import { readTextFile } from './input-files.js';

/** What the catalog's own files may cost: bytes of the log and of one waiver, and waivers. */
const LIMITS = { log: 64 * 1024 * 1024, waiver: 64 * 1024, waivers: 10_000 };
const DEFAULTS = { waivers: 'waivers', decisions: 'decisions.ndjson' } as const;

/** Where the catalog's own files are, whether they are there or not. `folder`: that of the configuration. */
export function ownPaths(folder: string, { waivers, decisions }: { waivers?: string; decisions?: string }) {
  return {
    waivers: resolve(folder, waivers ?? DEFAULTS.waivers),
    decisions: resolve(folder, decisions ?? DEFAULTS.decisions),
  };
}

/**
 * The decision log and the waivers beside a configuration. Links are not followed; only *.yaml and *.yml files are waivers. What the
 * configuration names has to be there, unless the first decision is just being made: `mayBeMissing`.
 * @throws ChoraError `usage/no-such-file`, `usage/file-too-large`, `usage/too-many-waivers`
 */
export function readOwnFiles(
  folder: string,
  named: { waivers?: string; decisions?: string },
  { mayBeMissing = false } = {},
): OwnFiles {
  const paths = ownPaths(folder, named);
  const isThere = (key: keyof typeof paths) => {
    const found = existsSync(paths[key]);
    if (!found && named[key] !== undefined && !mayBeMissing) throw notThere(key, paths[key]);
    return found;
  };
  return {
    decisions: isThere('decisions') ? readTextFile(paths.decisions, LIMITS.log) : '',
    waivers: isThere('waivers') ? readWaivers(folder, paths.waivers) : [],
  };
}

/** Not taken for empty: a path that is misspelt would take every waiver away, and nobody would be told. */
function notThere(key: keyof typeof DEFAULTS, path: string): ChoraError {
  const make =
    key === 'decisions'
      ? 'The first chora decision add or chora waiver grant makes it. A log that has gone is taken back from history.'
      : 'Make the folder; git keeps none that is empty, so put a file such as .gitkeep into it.';
  const what = key === 'decisions' ? 'decision log' : 'folder of waivers';
  return new ChoraError(
    'usage',
    'usage/no-such-file',
    `The ${what} that the configuration names is not there: ${path}.`,
    `${make} Or take “${key}” out of the configuration.`,
  );
}

function readWaivers(folder: string, path: string): { path: string; text: string }[] {
  let names: string[];
  try {
    names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name) && lstatSync(join(path, name)).isFile());
  } catch (error) {
    throw new ChoraError('usage', 'usage/no-such-file', `${path} cannot be listed.`, 'Check the path.', { cause: error });
  }
  if (names.length > LIMITS.waivers)
    throw new ChoraError('usage', 'usage/too-many-waivers', `${path} holds more than ${LIMITS.waivers} files.`);
  return names.sort(compareText).map((name) => ({
    path: relative(folder, join(path, name)).replaceAll('\\', '/'),
    text: readTextFile(join(path, name), LIMITS.waiver),
  }));
}
