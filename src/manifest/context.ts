import type { Code, FindingArguments } from '../model/findings.js';
import type { AliasStatement, Capability, ManifestFile } from '../model/manifest.js';
import type { ManifestDocument, Path } from './document.js';
import type { Report } from './report.js';

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

type LineAndColumn = ReturnType<ManifestDocument['place']>;

/** What readers note while they read, to be told once for the whole file. */
export class Notes {
  private readonly lists = new Map<Code, { first: LineAndColumn; items: Set<string> }>();

  add(code: Code, item: string, place: () => LineAndColumn): void {
    const list = this.lists.get(code);
    if (list) list.items.add(item);
    else this.lists.set(code, { first: place(), items: new Set([item]) });
  }

  tell(report: Report): void {
    for (const [code, { first, items }] of this.lists)
      report.add(code, () => first, { items: [...items].join(', '), count: items.size });
  }
}

/** What one reader needs while it reads one document: where it is, and whom to tell. */
export class Context {
  constructor(
    readonly file: ManifestFile,
    readonly document: ManifestDocument,
    private readonly findings: Report,
    private readonly notes: Notes,
  ) {}

  report(code: Code, path: Path, args: FindingArguments | (() => FindingArguments) = {}, which: 'key' | 'value' = 'value'): void {
    this.findings.add(code, () => this.document.place(path, which), args);
  }

  /** A field that the record has no place for. */
  drop(field: string): void {
    this.notes.add('manifest/dropped-fields', field, () => this.document.place([]));
  }

  /** A value that was translated, such as `status draft → lifecycle_stage build`. */
  map(note: string): void {
    this.notes.add('manifest/mapped-fields', note, () => this.document.place([]));
  }

  /** A dependency that states no range of versions. */
  noRange(id: string, path: Path): void {
    this.notes.add('manifest/no-range', id, () => this.document.place(path));
  }

  /** Something that the format describes besides capabilities. */
  notCapability(name: string, path: Path): void {
    this.notes.add('manifest/not-a-capability', name, () => this.document.place(path));
  }

  /** A path inside the repository, with the slashes of Windows turned. */
  slashes(path: Path, text: string): string {
    if (!text.includes('\\')) return text;
    this.notes.add('manifest/backslash-path', text, () => this.document.place(path));
    return text.replaceAll('\\', '/');
  }
}
