import { Command } from 'commander';
import { CHANGE_RULES } from '../../../compatibility/change-rules.js';
import { catalogReader, isInputPath, readFileAtRevision, readInputFiles } from '../../../compose.js';
import { recordsOf, validateSnapshot } from '../../../indexer/validate.js';
import { DEFAULT_GLOBS } from '../../../manifest/formats.js';
import { ChoraError, EXIT } from '../../../model/errors.js';
import type { Capability } from '../../../model/generated/types.js';
import { MANIFEST_LIMITS } from '../../../model/limits.js';
import { printable, quote } from '../../../model/quote.js';
import { capabilityOf, type Difference, difference, parseOperand } from '../../../query/diff.js';
import { findingLines, tally } from '../finding-text.js';
import { catalogOption, jsonOption } from '../options.js';
import type { BuildCommand } from '../program.js';
import type { Terminal } from '../terminal.js';

export const diffCommand: BuildCommand = ({ terminal, exit }) =>
  new Command('diff')
    .description('judge what changed between two versions: breaking, additive or neutral, and the bump that it asks for')
    .argument('<old>', 'a file or folder, <revision>:<path> of this git repository, or <id>@<version> of the catalog')
    .argument('<new>', 'the same')
    .addOption(catalogOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Example:
  chora diff HEAD~1:capability.yaml capability.yaml
  chora diff lending.loan.issue@1.0.0 lending.loan.issue

Exits with 1 for a breaking change without a major version, and for a capability that is gone.`,
    )
    .action(async (old: string, next: string, { catalog, json }: { catalog: string; json?: boolean }) => {
      const found = difference(await read(old, catalog), await read(next, catalog), '.');
      if (json) terminal.out(JSON.stringify(found));
      else print(found, terminal);
      const wrong = found.removed.length > 0 || found.findings.some(({ severity }) => severity === 'error');
      exit(wrong ? EXIT.no : EXIT.done);
    });

async function read(text: string, catalog: string): Promise<readonly Capability[]> {
  if (isInputPath(text)) return capabilitiesIn(readInputFiles(text, DEFAULT_GLOBS), text);
  if (/\.(ya?ml|json)$|\/$/i.test(text) && !/[:@]/.test(text))
    throw new ChoraError('usage', 'diff/no-file', `There is no file or folder ${quote(text)}.`, 'Check the path.');
  const operand = parseOperand(text);
  if (operand.kind === 'version') return [await capabilityOf(catalogReader(catalog), operand)];
  const { revision, path } = operand;
  const bytes = Buffer.from(await readFileAtRevision('.', revision, path, MANIFEST_LIMITS.bytes));
  return capabilitiesIn({ commit: null, ref: null, matched: 1, skipped: [], files: [{ source: '.', path, bytes }] }, text);
}

function capabilitiesIn(snapshot: Parameters<typeof validateSnapshot>[0], name: string): Capability[] {
  const files = validateSnapshot(snapshot, '');
  const found = recordsOf(files).map(({ capability }) => capability);
  if (found.length > 0) return found;
  const [first] = files.flatMap(({ findings }) => findings);
  const hint = first === undefined ? 'chora validate says what is wrong with it.' : first.message;
  throw new ChoraError('refused', 'diff/no-capability', `${quote(name)} describes no capability.`, hint);
}

function print({ reports, removed, added, findings }: Difference, terminal: Terminal): void {
  const style = { breaking: 'red', additive: 'green', neutral: 'dim' } as const;
  const version = (text: string | null) => printable(text ?? 'no version');
  for (const { id, from, to, changes, required } of reports) {
    terminal.out(`${terminal.style('bold', printable(id))} ${version(from)} → ${version(to)}: asks for ${required}`);
    for (const { effect, rule, at, before, after } of changes) {
      terminal.out(`  ${terminal.style(style[effect], effect.padEnd(8))} ${printable(at)}  ${valuesOf(before, after)}`);
      terminal.out(`           ${CHANGE_RULES[rule].text} (${rule})`);
    }
  }
  for (const { id } of removed) terminal.out(`${printable(id)} is gone, which breaks whoever needs it`);
  for (const { id } of added) terminal.out(`${printable(id)} is new`);
  for (const finding of findings) for (const line of findingLines(finding, terminal)) terminal.out(line);
  terminal.err(tally(findings));
}

function valuesOf(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return after === undefined ? '' : `new: ${printable(after)}`;
  return after === undefined ? `was: ${printable(before)}` : `${printable(before)} → ${printable(after)}`;
}
