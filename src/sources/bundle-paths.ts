import { posix } from 'node:path';

/** Where Sigstore bundles of a manifest lie, in the order in which they are tried. */
export function bundlePathsOf(manifest: string): string[] {
  const slash = manifest.lastIndexOf('/') + 1;
  return [`${manifest}.sigstore.json`, `${manifest.slice(0, slash)}.sigstore/${manifest.slice(slash)}.json`];
}

/** Whether a path may be a bundle's, whatever manifest it belongs to. */
export function looksLikeBundle(path: string): boolean {
  return path.endsWith('.sigstore.json') || /(^|\/)\.sigstore\/[^/]+\.json$/.test(path);
}

/** The manifest that a bundle lies beside, by its name: `x.yaml.sigstore.json` or `.sigstore/x.yaml.json`. */
export function manifestOfBundle(path: string): string | undefined {
  const inFolder = /^(?:(.*)\/)?\.sigstore\/([^/]+)\.json$/.exec(path);
  if (inFolder) return posix.join(inFolder[1] ?? '', inFolder[2] ?? '');
  return path.endsWith('.sigstore.json') ? path.slice(0, -'.sigstore.json'.length) : undefined;
}
