import { Command, Option } from 'commander';
import { explainItems } from '../../../compatibility/gate-text.js';
import { appendText, catalogReader, readInputFiles, systemClock } from '../../../compose.js';
import { recordsOf, type ValidatedFile, validateSnapshot } from '../../../indexer/validate.js';
import { DEFAULT_GLOBS } from '../../../manifest/formats.js';
import { ChoraError, EXIT } from '../../../model/errors.js';
import { quote } from '../../../model/quote.js';
import { toSarif } from '../../../model/sarif.js';
import { askGate, type GateAnswer } from '../../../query/gate.js';
import { findingAnnotation } from '../annotations.js';
import { findingLines } from '../finding-text.js';
import { renderGateSummary, TOLD_BY_ITEMS, UNKNOWN_MEANS } from '../gate-summary.js';
import { catalogOption, instant, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import { SUMMARY_BYTES } from '../step-summary.js';
import type { Terminal } from '../terminal.js';

interface Options {
  catalog: string;
  source?: string;
  unknown: 'fail' | 'warn';
  allowStale?: boolean;
  now?: Date;
  format: 'text' | 'json' | 'sarif' | 'github';
  json?: boolean;
}

export const checkCommand: BuildCommand = ({ terminal, exit }) =>
  new Command('check')
    .description('tell whether manifests can be released: their dependencies resolve, and who depends on them still holds')
    .argument('[manifests...]', 'files and folders (default: this folder)')
    .addOption(catalogOption())
    .option('--source <id>', 'the source that these manifests are all of: what the catalog has of it besides counts as removed')
    .addOption(
      new Option('--unknown <what>', 'whether it fails where something required cannot be compared')
        .choices(['fail', 'warn'])
        .default('fail'),
    )
    .option('--allow-stale', 'answer from a catalog that is older than its alert_after')
    .option('--now <instant>', 'the time to judge by instead of the clock’s', instant)
    .addOption(
      new Option('--format <format>', 'how to print the answer').choices(['text', 'json', 'sarif', 'github']).default('text'),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Example:
  chora check capability.yaml --catalog https://catalog.example.org

Exits with 0 for yes, 1 for no, 3 for unknown: a required range that nobody can compare, or an expired catalog. In GitHub Actions
the answer also goes to the summary of the step.`,
    )
    .action(async (paths: string[], options: Options) => {
      const files = readManifests(paths.length === 0 ? ['.'] : paths);
      const candidates = recordsOf(files).map(({ capability, path, line }) => ({
        capability,
        place: { source: '.', path, line },
      }));
      const invalid = files.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
      if (candidates.length === 0 && invalid.length === 0 && options.source === undefined)
        throw new ChoraError(
          'usage',
          'check/no-capability',
          'There is no manifest to check.',
          'chora validate shows what is read.',
        );
      const asked = await askGate(catalogReader(options.catalog), {
        candidates,
        source: options.source,
        now: systemClock(options.now).now(),
        allowStale: options.allowStale === true,
      });
      if (asked.newSource)
        terminal.err(
          `The catalog has nothing of ${quote(options.source ?? '')} yet, so nothing counts as removed. If it should, compare the id with those of its sources.`,
        );
      // What cannot be read cannot be released.
      const answer: GateAnswer =
        invalid.length === 0 ? asked : { ...asked, passes: false, answer: 'no', findings: [...invalid, ...asked.findings] };
      PRINTERS[options.json ? 'json' : options.format](answer, terminal);
      const summary = process.env.GITHUB_STEP_SUMMARY;
      if (summary !== undefined && summary !== '')
        appendText(summary, (bytes) => renderGateSummary(answer, SUMMARY_BYTES - bytes));
      const unknown = options.unknown === 'fail' ? EXIT.partial : EXIT.done;
      exit({ yes: EXIT.done, no: EXIT.no, unknown }[answer.answer]);
    });

function readManifests(paths: readonly string[]): ValidatedFile[] {
  return paths.flatMap((path) => {
    const snapshot = readInputFiles(path, DEFAULT_GLOBS);
    const single = (snapshot.files[0] ?? snapshot.skipped[0])?.path === path;
    return validateSnapshot(snapshot, single ? '' : path.replace(/\/+$/, '').replace(/^\.$/, ''));
  });
}

const PRINTERS: Record<Options['format'], (answer: GateAnswer, terminal: Terminal) => void> = {
  text: ({ answer, items, findings }, terminal) => {
    const others = findings.filter(({ severity, code }) => severity !== 'info' && !TOLD_BY_ITEMS.has(code));
    for (const finding of others) for (const line of findingLines(finding, terminal)) terminal.out(line);
    for (const [first = '', ...rest] of explainItems(items)) {
      terminal.out(first);
      for (const line of rest) terminal.out(`  ${line}`);
    }
    terminal.out(`Can this be released? ${answer}`);
    if (answer === 'unknown') terminal.out(`  ${UNKNOWN_MEANS}`);
  },
  json: (answer, terminal) => terminal.out(JSON.stringify(answer)),
  sarif: ({ findings }, terminal) => terminal.out(JSON.stringify(toSarif(findings))),
  github: ({ answer, findings }, terminal) => {
    for (const finding of findings) terminal.out(findingAnnotation(finding));
    terminal.out(`Can this be released? ${answer}`);
  },
};
