import { Command, Option } from 'commander';
import { readInputFiles } from '../../../compose.js';
import { type ValidatedFile, validateSnapshot } from '../../../indexer/validate.js';
import { DEFAULT_GLOBS } from '../../../manifest/formats.js';
import { EXIT } from '../../../model/errors.js';
import { toSarif } from '../../../model/sarif.js';
import { findingAnnotation } from '../annotations.js';
import { findingLines, tally } from '../finding-text.js';
import { jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import type { Terminal } from '../terminal.js';

interface Options {
  format: keyof typeof PRINTERS;
  json?: boolean;
  strict?: boolean;
}

export const validateCommand: BuildCommand = ({ terminal, exit }) =>
  new Command('validate')
    .description('check manifests: single files, or what the manifest globs find in folders')
    .argument('<paths...>', 'files and folders')
    .addOption(
      new Option('--format <format>', 'how to print findings').choices(['text', 'json', 'sarif', 'github']).default('text'),
    )
    .addOption(jsonOption())
    .option('--strict', 'only conformant manifests without a warning pass')
    .addHelpText('after', '\nExample:\n  chora validate capability.yaml\n  chora validate . --format sarif > findings.sarif')
    .action((paths: string[], { format, json, strict }: Options) => {
      const files = paths.flatMap((path) => {
        const snapshot = readInputFiles(path, DEFAULT_GLOBS);
        const single =
          snapshot.files.length + snapshot.skipped.length === 1 && (snapshot.files[0] ?? snapshot.skipped[0])?.path === path;
        return validateSnapshot(snapshot, single ? '' : path.replace(/\/+$/, '').replace(/^\.$/, ''));
      });
      PRINTERS[json ? 'json' : format](files, terminal);
      const failing = files.some((file) => fails(file, strict === true));
      exit(failing ? EXIT.no : EXIT.done);
    });

function fails({ findings, manifest }: ValidatedFile, strict: boolean): boolean {
  if (findings.some(({ severity }) => severity === 'error')) return true;
  const conformant =
    manifest !== null && manifest.records.length > 0 && manifest.records.every(({ tier }) => tier === 'conformant');
  return strict && (!conformant || findings.some(({ severity }) => severity === 'warning'));
}

const PRINTERS: Record<'text' | 'json' | 'sarif' | 'github', (files: readonly ValidatedFile[], terminal: Terminal) => void> = {
  text: (files, terminal) => {
    for (const { findings, bytes } of files) {
      const text = bytes === null ? undefined : new TextDecoder().decode(bytes);
      for (const finding of findings) for (const line of findingLines(finding, terminal, '', text)) terminal.out(line);
    }
    const records = files.reduce((sum, { manifest }) => sum + (manifest?.records.length ?? 0), 0);
    terminal.out(
      `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${records} ${records === 1 ? 'capability' : 'capabilities'}: ${tally(files.flatMap(({ findings }) => findings))}`,
    );
  },
  json: (files, terminal) => {
    const result = files.map(({ path, manifest, findings }) => ({
      path,
      format: manifest?.format ?? null,
      capabilities: (manifest?.records ?? []).map(({ capability: { id, version }, tier }) => ({ id, version, tier })),
      findings,
    }));
    terminal.out(JSON.stringify({ files: result }));
  },
  sarif: (files, terminal) => terminal.out(JSON.stringify(toSarif(files.flatMap(({ findings }) => findings)))),
  github: (files, terminal) => {
    for (const finding of files.flatMap(({ findings }) => findings)) terminal.out(findingAnnotation(finding));
  },
};
