import { compareText } from '../model/compare-text.js';
import { digestOf } from '../model/digest.js';
import { ChoraError } from '../model/errors.js';
import { printable, quote } from '../model/quote.js';
import { INDEXED, isPieceOfFile, isTargetName, plainName, TARGETS_FOLDER } from './layout.js';
import type { PublishedTree } from './ops.js';
import type { TargetInfo } from './plan.js';

/** The catalog to publish, as indexing left it. */
export interface IndexedCatalog {
  /** ISO 8601, UTC, milliseconds. */
  readonly generatedAt: string;
  /** The catalog's name. */
  readonly name: string;
  /** Every file below targets/, but the names with a digest in them that publishing made. */
  readonly targets: ReadonlyMap<string, TargetInfo>;
}

/** @throws ChoraError `publish/nothing-indexed`, `publish/unfinished`, `publish/target-name` */
export function readIndexed(tree: PublishedTree): IndexedCatalog {
  if (tree.size(INDEXED.unfinished) !== null) {
    throw new ChoraError(
      'refused',
      'publish/unfinished',
      `${tree.name} is in the middle of a run of chora index, or one was killed there.`,
      'Wait for it to end, or run chora index again; then publish.',
    );
  }
  const freshness = readJson(tree, INDEXED.freshness);
  const generatedAt = timeOf(text(freshness, 'generated_at'));
  if (generatedAt === null) throw nothingIndexed(tree, INDEXED.freshness);
  const targets = readTargets(tree);
  if (targets.size === 0) throw nothingIndexed(tree, `${TARGETS_FOLDER}/`);
  const summary = targets.has('catalog.json') ? member(readJson(tree, `${TARGETS_FOLDER}/catalog.json`), 'catalog') : null;
  const name = text(summary, 'name') ?? text(readJson(tree, INDEXED.catalog), 'name');
  if (name === null) throw nothingIndexed(tree, INDEXED.catalog);
  return { generatedAt, name: printable(name), targets };
}

/** An ISO 8601 time as publishing writes it: UTC with milliseconds. Null for what is none. */
export function timeOf(value: unknown): string | null {
  const time = typeof value === 'string' ? new Date(value) : null;
  return time === null || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function readTargets(tree: PublishedTree): Map<string, TargetInfo> {
  const targets = new Map<string, TargetInfo>();
  const names = tree.list(TARGETS_FOLDER).filter((name) => plainName(name) === null && !isPieceOfFile(name));
  for (const name of [...names].sort(compareText)) {
    if (!isTargetName(name)) {
      throw new ChoraError(
        'refused',
        'publish/target-name',
        `${quote(name)} in ${TARGETS_FOLDER}/ cannot be published: the name is not the same everywhere.`,
        'Names of targets have letters, digits and . _ - in parts that start with a letter, a digit or _.',
      );
    }
    const bytes = tree.read(`${TARGETS_FOLDER}/${name}`);
    if (bytes === null) continue;
    const capabilities = name === 'catalog.json' ? capabilitiesOf(bytes) : null;
    targets.set(name, {
      length: bytes.length,
      sha256: digestOf(bytes).slice('sha256:'.length),
      ...(capabilities === null ? {} : { capabilities }),
    });
  }
  return targets;
}

function capabilitiesOf(bytes: Uint8Array): number | null {
  const counts = member(member(parse(bytes), 'catalog'), 'counts');
  const capabilities = member(counts, 'capabilities');
  return typeof capabilities === 'number' && Number.isSafeInteger(capabilities) && capabilities >= 0 ? capabilities : null;
}

function readJson(tree: PublishedTree, path: string): unknown {
  const bytes = tree.read(path);
  return bytes === null ? null : parse(bytes);
}

/** What is no JSON has nothing in it. */
export function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function text(value: unknown, name: string): string | null {
  const found = member(value, name);
  return typeof found === 'string' ? found : null;
}

function nothingIndexed(tree: PublishedTree, path: string): ChoraError {
  return new ChoraError(
    'usage',
    'publish/nothing-indexed',
    `${tree.name} holds no catalog that can be published: ${path} is missing or says nothing.`,
    'Run chora index first, and name the same folder with --out.',
  );
}
