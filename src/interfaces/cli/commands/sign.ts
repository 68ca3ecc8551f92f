import { Command } from 'commander';
import { identityToken, PUBLIC_GOOD, readBytes, type SigningServices, signBytes, writeWholeFile } from '../../../compose.js';
import { digestOf } from '../../../model/digest.js';
import { ChoraError, EXIT } from '../../../model/errors.js';
import { MANIFEST_LIMITS } from '../../../model/limits.js';
import { duration, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';

interface Options {
  identityToken?: string;
  fulcioUrl: string;
  rekorUrl: string;
  timestampServerUrl?: string;
  bundle?: string;
  timeout: number;
  json?: boolean;
}

const BUNDLE_ENDING = '.sigstore.json';
const RETRIES = 2;

export const signCommand: BuildCommand = ({ terminal, exit }) =>
  new Command('sign')
    .description('sign manifests without a key, as the identity that a token names; the bundle goes beside each')
    .argument('<manifests...>', 'files to sign')
    .option('--identity-token <token|file>', 'who signs (default: SIGSTORE_ID_TOKEN, or the token of the GitHub Actions job)')
    .option('--fulcio-url <url>', 'certificate authority', PUBLIC_GOOD.fulcioURL)
    .option('--rekor-url <url>', 'transparency log', PUBLIC_GOOD.rekorURL)
    .option('--timestamp-server-url <url>', 'timestamp authority, as a second proof of the time (default: none)')
    .option('--bundle <file>', 'where the bundle of a single manifest goes')
    .option('--timeout <duration>', 'for one request', duration, 30_000)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Example:
  chora sign capability.yaml                  writes capability.yaml${BUNDLE_ENDING}

The signature, its certificate and the digest of the manifest become public in the transparency log, for good.`,
    )
    .action(async (paths: string[], options: Options) => {
      const manifests = paths.map((path) => readManifest(path));
      if (options.bundle !== undefined && manifests.length > 1)
        throw new ChoraError('usage', 'usage/one-bundle', '--bundle names one file, and there are several manifests.');
      const services: SigningServices = {
        fulcioURL: options.fulcioUrl,
        rekorURL: options.rekorUrl,
        tsaURL: options.timestampServerUrl,
        timeout: options.timeout,
        retries: RETRIES,
      };
      const signed = [];
      for (const { path, bytes } of manifests) {
        terminal.progress(`signing ${path}`);
        // A token for each: those of GitHub live for five minutes, and signing many files may take longer.
        const { bundle, logIndex } = await signBytes(bytes, await identityToken(options.identityToken), services);
        const target = options.bundle ?? `${path}${BUNDLE_ENDING}`;
        writeWholeFile(target, bundle);
        const digest = digestOf(bytes);
        signed.push({ path, digest, bundle: target, log_index: logIndex });
        if (!options.json) terminal.out(`${path} → ${target}${logIndex === null ? '' : `  log index ${logIndex}`}`);
      }
      if (options.json) terminal.out(JSON.stringify({ signed }));
      exit(EXIT.done);
    });

function readManifest(path: string): { path: string; bytes: Buffer } {
  if (path.endsWith(BUNDLE_ENDING))
    throw new ChoraError(
      'usage',
      'usage/not-a-manifest',
      `${path} is a bundle, which is not signed itself.`,
      'Name the manifests, such as capabilities/*.yaml.',
    );
  return { path, bytes: readBytes(path, MANIFEST_LIMITS.bytes) };
}
