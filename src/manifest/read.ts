import { type Finding, finding } from '../model/findings.js';
import type { AliasStatement, Format, ManifestFile, ManifestRecord, ReadManifest } from '../model/manifest.js';
import { Context, Notes } from './context.js';
import type { ManifestDocument } from './document.js';
import { Fields, nameOfType } from './fields.js';
import { FORMATS, type FormatRow } from './formats.js';
import { type ParsedFile, parse } from './parse.js';
import { isPlainObject } from './plain.js';
import { Report } from './report.js';
import { identityPlaceholder, placeholder, templateFolder } from './template.js';

export interface ReadResult {
  /** Null where the file is no manifest, or cannot be read as one: then a finding says why. */
  readonly manifest: ReadManifest | null;
  readonly findings: Finding[];
}

/**
 * Reads one file: parses it, knows its format by its content, and makes records of it. Never throws for what is in the file,
 * and gives a record, an alias or a finding for every file.
 */
export function readManifest(file: ManifestFile): ReadResult {
  const folder = templateFolder(file.path);
  if (folder !== undefined) return template(file, `it lies in the folder ${folder}`);
  const parsed = parse(file.bytes);
  const marker = parsed.documents.length === 0 ? unparsedMarker(parsed) : firstMarker(parsed.documents);
  if (marker !== undefined) return template(file, `it holds the placeholder ${marker}`);
  const report = new Report(file);
  for (const { code, offset, args } of parsed.notices) report.add(code, () => parsed.lines.at(offset), args);
  const manifest = parsed.documents.length === 0 ? null : readDocuments(file, parsed.documents, report);
  return { manifest, findings: report.findings() };
}

function template(file: ManifestFile, reason: string): ReadResult {
  return {
    manifest: null,
    findings: [finding('manifest/template', { source: file.source, path: file.path, line: 1, column: 1 }, { reason })],
  };
}

/** Templates are often no YAML before they are filled in; what else is wrong with a file is told as it is. */
function unparsedMarker(parsed: ParsedFile): string | undefined {
  return parsed.notices.some(({ code }) => SYNTAX.has(code)) ? placeholder(parsed.text) : undefined;
}
const SYNTAX: ReadonlySet<string> = new Set([
  'manifest/syntax',
  'manifest/complex-key',
  'manifest/duplicate-key',
  'manifest/tab-indentation',
]);

function firstMarker(documents: readonly ManifestDocument[]): string | undefined {
  for (const { value } of documents) {
    const marker = identityPlaceholder(value);
    if (marker !== undefined) return marker;
  }
  return undefined;
}

function readDocuments(file: ManifestFile, documents: readonly ManifestDocument[], report: Report): ReadManifest | null {
  const records: ManifestRecord[] = [];
  const aliases: AliasStatement[] = [];
  const notes = new Notes();
  let first: FormatRow | undefined;
  for (const document of documents) {
    const context = new Context(file, document, report, notes);
    const row = recognize(context, first);
    if (!row) continue;
    first ??= row;
    const reading = row.read(new Fields(context, document.value as { [key: string]: unknown }, []));
    for (const { capability, path, conformant } of reading.drafts) {
      records.push({ capability, tier: conformant ? 'conformant' : 'indexed', line: document.place(path).line });
    }
    aliases.push(...(reading.aliases ?? []));
  }
  notes.tell(report);
  if (!first) return null;
  const [start, second] = documents.map((document) => () => document.place([]));
  if (start && records.length === 0 && aliases.length === 0 && !report.explains()) report.add('manifest/no-capability', start);
  if (second && !MULTI_DOCUMENT.has(first.name)) report.add('manifest/several-documents', second, { count: documents.length });
  return { path: file.path, format: first.name, records, aliases };
}

/** Formats whose files hold several documents as a rule. */
const MULTI_DOCUMENT: ReadonlySet<Format | null> = new Set<Format | null>(['backstage']);

/** The format of a document. All documents of a file are of one format; another one is not read. */
function recognize(context: Context, first: FormatRow | undefined): FormatRow | undefined {
  const { value } = context.document;
  if (!isPlainObject(value)) {
    context.report('manifest/not-a-mapping', [], { found: nameOfType(value) });
    return undefined;
  }
  const row = FORMATS.find((format) => format.detect(value));
  if (row && (first === undefined || row.name === first.name)) return row;
  context.report('manifest/not-recognized', [], row ? { other: row.title } : { keys: Object.keys(value).join(', ') });
  return undefined;
}

export { joinAliases } from './aliases.js';
