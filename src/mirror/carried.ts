import { ChoraError } from '../model/errors.js';
import type { MirrorExport } from '../model/generated/types.js';
import { quote } from '../model/quote.js';
import { validateMirrorExport } from '../model/validators.js';
import type { TransferLimits } from './config.js';
import type { CarriedPlace, ContentKind, MirrorStore, UnpackRules } from './ops.js';

/** Members of a file that is carried, and bytes of those that are small. */
const LIMITS = { members: 1_000_000, manifest: 64 * 1024, metadata: 1_000_000, metadataFiles: 1100 } as const;

const METADATA = /^metadata\/((?:[1-9]\d{0,15}\.(?:root|snapshot|targets)|timestamp)\.json)$/;
const CONTENT = /^(targets|blobs)\/([0-9a-f]{64})$/;

export const MANIFEST_NAME = 'manifest.json';
export const metadataName = (file: string) => `metadata/${file}`;
/** What is kept under a digest is carried under it, whatever its names are in the release. */
export const contentName = (kind: ContentKind, digest: string) => `${kind}/${digest.slice(7)}`;

/** The content that a path of the published tree means: a target by the name with its digest, or a blob. Null for any other path. */
export function contentAt(path: string): { readonly kind: ContentKind; readonly digest: string } | null {
  const [, kind, hex] = /^(?:(targets)\/(?:.*\/)?|(?:blobs)\/sha256\/[0-9a-f]{2}\/)([0-9a-f]{64})(?:\.[^/]*)?$/.exec(path) ?? [];
  return hex === undefined ? null : { kind: kind === 'targets' ? 'targets' : 'blobs', digest: `sha256:${hex}` };
}

/** What may be in a file that is carried to a mirror. */
export function unpackRules(limits: TransferLimits, store: Pick<MirrorStore, 'has'>): UnpackRules {
  const metadata = LIMITS.metadata * LIMITS.metadataFiles;
  return {
    limits: { members: LIMITS.members, bytes: limits.release + metadata },
    refused: noExport,
    place(name, size): CarriedPlace {
      if (name === MANIFEST_NAME) return bounded(name, size, LIMITS.manifest, { is: 'manifest' });
      const file = METADATA.exec(name)?.[1];
      if (file !== undefined) return bounded(name, size, LIMITS.metadata, { is: 'metadata', name: file });
      const [, kind, hex] = CONTENT.exec(name) ?? [];
      if (hex === undefined) throw noExport(`${quote(name, 120)} has no place in it`);
      const content = { kind: kind === 'targets' ? 'targets' : 'blobs', digest: `sha256:${hex}` } as const;
      const place = bounded(name, size, limits.file, { is: 'content', ...content });
      return store.has(content.kind, content.digest, size) ? { is: 'known' } : place;
    },
  };
}

function bounded(name: string, size: number, limit: number, place: CarriedPlace): CarriedPlace {
  if (size <= limit) return place;
  throw noExport(`${quote(name, 120)} is of ${size} bytes, and ${limit} are allowed`);
}

/** What a file says of itself. @throws ChoraError `mirror/import-file` */
export function parseExport(bytes: Uint8Array): MirrorExport {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (validateMirrorExport(value)) return value as MirrorExport;
  } catch {
    // What is no JSON is not what this program writes either.
  }
  throw noExport('its manifest.json is not what this version of chora mirror export writes');
}

/** The file is not what `chora mirror export` writes. */
export function noExport(reason: string): ChoraError {
  return new ChoraError(
    'trust',
    'mirror/import-file',
    `The file is refused: ${reason}.`,
    'The release before is still served. Compare the digest of the file with the one that chora mirror export printed, and copy it again.',
  );
}
