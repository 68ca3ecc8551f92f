import { type Code, type Finding, type FindingArguments, finding } from '../model/findings.js';
import type { AliasStatement, Capability, ManifestFile } from '../model/manifest.js';
import type { ManifestDocument, Path } from './document.js';

/** A record that a reader made, and where in the document it starts. */
export interface Draft {
  readonly capability: Capability;
  readonly path: Path;
  /** Set by the canonical reader alone: valid against the manifest's schema as it is. */
  readonly conformant?: boolean;
}

/** What a reader makes of one document. */
export interface Reading {
  readonly drafts: readonly Draft[];
  readonly aliases?: readonly AliasStatement[];
}

/** What one reader needs while it reads one document: where it is, and whom to tell. */
export class Context {
  private readonly dropped = new Set<string>();
  private readonly mapped = new Set<string>();
  private readonly unranged = new Set<string>();
  private backslash: { path: Path; text: string } | undefined;

  constructor(
    readonly file: ManifestFile,
    readonly document: ManifestDocument,
    private readonly findings: Finding[],
  ) {}

  report(code: Code, path: Path, args: FindingArguments = {}, which: 'key' | 'value' = 'value'): void {
    const { line, column } = this.document.place(path, which);
    this.findings.push(finding(code, { source: this.file.source, path: this.file.path, line, column }, args));
  }

  /** A field that the record has no place for. */
  drop(field: string): void {
    this.dropped.add(field);
  }

  /** A value that was translated, such as `status draft → lifecycle_stage build`. */
  map(note: string): void {
    this.mapped.add(note);
  }

  /** A dependency that states no range of versions. */
  noRange(id: string): void {
    this.unranged.add(id);
  }

  /** A path inside the repository with the slashes of Windows. */
  slashes(path: Path, text: string): string {
    if (!text.includes('\\')) return text;
    this.backslash ??= { path, text };
    return text.replaceAll('\\', '/');
  }

  /** Tells, once for the document, what was noted while reading it. */
  finish(root: Path): void {
    if (this.dropped.size > 0) this.report('manifest/dropped-fields', root, { fields: [...this.dropped].join(', ') });
    if (this.mapped.size > 0) this.report('manifest/mapped-fields', root, { mappings: [...this.mapped].join('; ') });
    if (this.unranged.size > 0) this.report('manifest/no-range', root, { count: this.unranged.size, ids: [...this.unranged].join(', ') });
    if (this.backslash) this.report('manifest/backslash-path', this.backslash.path, { path: this.backslash.text });
  }
}
