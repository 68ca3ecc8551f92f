import type { Capability } from '../model/manifest.js';
import type { Context } from './context.js';
import type { Path } from './document.js';
import { cleanText, compact, cut, isSafeLink, isSafeReference, suggest, TEXT } from './normalize.js';
import { isPlainObject, type PlainObject } from './plain.js';

export const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T.*)?$/;

/** What a value is, in words. */
export function nameOfType(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

/**
 * A mapping of a manifest, asked field by field. Whatever a field holds, the answer is of the type asked for or undefined; what
 * does not fit becomes a finding. Knows which fields nobody asked for.
 */
export class Fields {
  private readonly asked = new Set<string>();

  constructor(
    readonly context: Context,
    readonly data: PlainObject,
    readonly path: Path,
  ) {}

  has(key: string): boolean {
    return Object.hasOwn(this.data, key);
  }

  raw(key: string): unknown {
    this.asked.add(key);
    return this.has(key) ? this.data[key] : undefined;
  }

  at(key: string): Path {
    return [...this.path, key];
  }

  /** A single value as trimmed text, at most `limit` long. Numbers are taken as they are written. */
  text(key: string, limit: number = TEXT.reference): string | undefined {
    return this.toText(this.raw(key), this.at(key), limit);
  }

  /** A text without which its mapping says nothing; tells when it is missing. */
  needed(key: string, limit: number): string | undefined {
    const text = this.text(key, limit);
    const raw = this.raw(key);
    if (text === undefined && (raw === undefined || raw === null || typeof raw === 'string')) {
      this.context.report('manifest/missing-field', this.path, { field: fieldOf(this.at(key)) });
    }
    return text;
  }

  /** A path inside the repository or an address. */
  reference(key: string): string | undefined {
    return this.toReference(this.raw(key), this.at(key));
  }

  toReference(value: unknown, path: Path): string | undefined {
    const text = this.toText(value, path, TEXT.reference);
    if (text === undefined) return undefined;
    if (isSafeReference(text)) return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : this.context.slashes(path, text);
    this.context.report('manifest/unsafe-url', path, { url: text });
    return undefined;
  }

  /** An address that may become a link. */
  link(key: string, title?: string): NonNullable<Capability['links']>[number] | undefined {
    const url = this.text(key);
    if (url === undefined) return undefined;
    if (isSafeLink(url)) return compact({ title, url });
    this.context.report('manifest/unsafe-url', this.at(key), { url });
    return undefined;
  }

  day(key: string): string | undefined {
    const text = this.text(key, TEXT.word);
    if (text === undefined || DAY.test(text)) return text;
    this.context.report('manifest/malformed-value', this.at(key), {
      field: key,
      value: text,
      expected: 'a date such as 2026-06-01',
    });
    return undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined;
    this.wrong(this.at(key), 'true or false', value);
    return undefined;
  }

  /** A word out of a table, in any case. */
  choice<T>(key: string, table: Readonly<Record<string, T>>): T | undefined {
    const text = this.text(key, TEXT.word);
    if (text === undefined) return undefined;
    const word = text.toLowerCase();
    if (Object.hasOwn(table, word)) return table[word];
    const allowed = Object.keys(table);
    this.context.report('manifest/not-allowed-value', this.at(key), () => ({
      field: key,
      value: text,
      allowed: allowed.join(', '),
      ...suggest(word, allowed),
    }));
    return undefined;
  }

  /** A list of texts. */
  texts(key: string, limit: number = TEXT.reference): string[] | undefined {
    return this.collect(key, (value, path) => this.toText(value, path, limit));
  }

  references(key: string): string[] | undefined {
    return this.collect(key, (value, path) => this.toReference(value, path));
  }

  /** A list of which every item becomes one value, or none. A single value counts as a list of one. */
  collect<T>(key: string, make: (value: unknown, path: Path) => T | undefined): T[] | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) {
      this.wrong(this.at(key), 'a list', value);
      const one = make(value, this.at(key));
      return one === undefined ? [] : [one];
    }
    const made: T[] = [];
    for (const [index, item] of value.entries()) {
      const one = make(item, [...this.at(key), index]);
      if (one !== undefined) made.push(one);
    }
    return made;
  }

  /** A list of mappings of which every one becomes one value, or none. */
  records<T>(key: string, make: (fields: Fields) => T | undefined): T[] | undefined {
    return this.collect(key, (value, path) => {
      const fields = this.toFields(value, path);
      return fields && make(fields);
    });
  }

  /** A mapping inside this one; an empty one where there is none, so that asking it gives nothing. */
  child(key: string): Fields {
    return this.toFields(this.raw(key), this.at(key)) ?? new Fields(this.context, {}, this.at(key));
  }

  toFields(value: unknown, path: Path): Fields | undefined {
    if (isPlainObject(value)) return new Fields(this.context, value, path);
    if (value !== undefined && value !== null) this.wrong(path, 'a mapping', value);
    return undefined;
  }

  toText(value: unknown, path: Path, limit: number): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'object') {
      this.wrong(path, 'text', value);
      return undefined;
    }
    const { text, changed } = cleanText(
      typeof value === 'string' ? value : (this.context.document.source(path) ?? String(value)),
    );
    if (changed) this.context.report('manifest/unclean-text', path, { field: fieldOf(path) });
    if (text.length > limit) this.context.report('manifest/too-long', path, { field: fieldOf(path), length: text.length, limit });
    return cut(text, limit) || undefined;
  }

  /** Marks fields as read that are not worth a word, such as the format's own name. */
  skip(...keys: string[]): this {
    for (const key of keys) this.asked.add(key);
    return this;
  }

  /** Tells which fields nobody asked for. */
  dropRest(prefix = ''): void {
    for (const key of Object.keys(this.data)) {
      if (!this.asked.has(key)) this.context.drop(prefix + cut(key, 60));
    }
  }

  wrong(path: Path, expected: string, value: unknown): void {
    this.context.report('manifest/wrong-type', path, { field: fieldOf(path), expected, found: nameOfType(value) });
  }
}

/** A path as one would say it: dependencies[2].version */
export function fieldOf(path: Path): string {
  let field = '';
  for (const step of path) field += typeof step === 'number' ? `[${step}]` : field === '' ? step : `.${step}`;
  return field || 'the manifest';
}

/** The union of lists, in order, without repetition; undefined when none is there. */
export function union(...lists: (readonly string[] | undefined)[]): string[] | undefined {
  if (lists.every((list) => list === undefined)) return undefined;
  return [...new Set(lists.flatMap((list) => list ?? []))];
}
