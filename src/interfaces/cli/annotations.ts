import type { RunReport } from '../../indexer/report.js';
import type { Finding } from '../../model/findings.js';
import { printable } from '../../model/quote.js';

/** Annotations of one step that GitHub shows. */
const SHOWN = 10;

/**
 * Workflow commands of GitHub Actions for the sources that failed: a warning where the catalog keeps what was read last, an error
 * where it has nothing. `kept`: the sources of which something was ever read.
 */
export function failureAnnotations(failed: RunReport['failed'], kept: ReadonlySet<string>): string[] {
  const lines = failed.map(({ source, code, message }) =>
    annotation(kept.has(source) ? 'warning' : 'error', code, `${source}: ${message}`),
  );
  if (lines.length <= SHOWN) return lines;
  // Errors first: a source of which there is nothing yet is missed most.
  const ordered = lines.sort((a, b) => Number(b.startsWith('::error')) - Number(a.startsWith('::error')));
  const rest = failed.length - (SHOWN - 1);
  return [...ordered.slice(0, SHOWN - 1), annotation('warning', 'sources', `${rest} more sources could not be read.`)];
}

/** @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotation(level: 'warning' | 'error', title: string, message: string): string {
  return `::${level} title=${property(title)}::${data(message)}`;
}

/** A finding as a workflow command, at its place. */
export function findingAnnotation({ severity, code, path, line, column, message, hint }: Finding): string {
  const place = { file: path, line, col: column, title: code };
  const properties = Object.entries(place).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${property(String(value))}`],
  );
  return `::${LEVEL[severity]} ${properties.join(',')}::${data(hint === undefined ? message : `${message} ${hint}`)}`;
}
const LEVEL = { error: 'error', warning: 'warning', info: 'notice' } as const;

function data(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
