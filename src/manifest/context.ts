import { type Code, type Finding, type FindingArguments, finding, type Place } from '../model/findings.js';
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

/** What readers note while they read, to be told once for the whole file. */
export class Notes {
  private readonly lists = new Map<Code, { first: Place; items: Set<string> }>();

  add(code: Code, item: string, place: () => Place): void {
    const list = this.lists.get(code);
    if (list) list.items.add(item);
    else this.lists.set(code, { first: place(), items: new Set([item]) });
  }

  findings(): Finding[] {
    return [...this.lists].map(([code, { first, items }]) => finding(code, first, { items: [...items].join(', '), count: items.size }));
  }
}

/** What one reader needs while it reads one document: where it is, and whom to tell. */
export class Context {
  constructor(
    readonly file: ManifestFile,
    readonly document: ManifestDocument,
    private readonly findings: Finding[],
    private readonly notes: Notes,
  ) {}

  report(code: Code, path: Path, args: FindingArguments = {}, which: 'key' | 'value' = 'value'): void {
    this.findings.push(finding(code, this.place(path, which), args));
  }

  /** A field that the record has no place for. */
  drop(field: string): void {
    this.notes.add('manifest/dropped-fields', field, () => this.place([]));
  }

  /** A value that was translated, such as `status draft → lifecycle_stage build`. */
  map(note: string): void {
    this.notes.add('manifest/mapped-fields', note, () => this.place([]));
  }

  /** A dependency that states no range of versions. */
  noRange(id: string, path: Path): void {
    this.notes.add('manifest/no-range', id, () => this.place(path));
  }

  /** Something that the format describes besides capabilities. */
  notCapability(name: string, path: Path): void {
    this.notes.add('manifest/not-a-capability', name, () => this.place(path));
  }

  /** A path inside the repository, with the slashes of Windows turned. */
  slashes(path: Path, text: string): string {
    if (!text.includes('\\')) return text;
    this.notes.add('manifest/backslash-path', text, () => this.place(path));
    return text.replaceAll('\\', '/');
  }

  private place(path: Path, which: 'key' | 'value' = 'value'): Place {
    return { source: this.file.source, path: this.file.path, ...this.document.place(path, which) };
  }
}
