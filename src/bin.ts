#!/usr/bin/env node
import module from 'node:module';
import v8 from 'node:v8';

const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && (minor < 22 || (minor === 22 && patch < 2)))) {
  process.stderr.write(
    `chora needs Node 22.22.2 or newer; this is ${process.versions.node}. In a checkout, npx chora uses the pinned one.\n`,
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache();
  // Left alone, the heap of a large catalog grows to three times what lives in it; a half more takes no longer (decision 24).
  v8.setFlagsFromString('--heap-growing-percent=50');
  const { main } = await import('./interfaces/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
