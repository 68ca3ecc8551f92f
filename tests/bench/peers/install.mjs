// Installs what is measured against, where it is missing. Nothing of it is part of the product.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the packages are. */
export const PEERS = new URL('node_modules/', import.meta.url);

/** `packages`: names of those that the benchmark is going to use. */
export function installPeers(packages, say) {
  if (packages.every((name) => existsSync(new URL(`${name}/package.json`, PEERS)))) return;
  say('installing what is measured against …');
  // Not `npm ci`: it refuses where a registry lacks the programs of other systems that Pagefind lists.
  execFileSync(
    'npm',
    ['install', '--no-save', '--prefix', fileURLToPath(new URL('.', import.meta.url)), '--no-audit', '--no-fund'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}
