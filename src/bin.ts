#!/usr/bin/env node
import module from 'node:module';

const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && (minor < 22 || (minor === 22 && patch < 2)))) {
  process.stderr.write(
    `chora needs Node 22.22.2 or newer; this is ${process.versions.node}. In a checkout, npx chora uses the pinned one.\n`,
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache();
  const { main } = await import('./interfaces/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
