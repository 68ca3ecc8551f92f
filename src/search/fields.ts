import lunr from 'lunr';
import type { SearchDocument } from './document.js';
import { nameOf, shapeOf, wordsOf } from './tokens.js';

/**
 * The fields of the index with their weights. `name` holds complete names, one term each; the others hold words. A word counts more
 * the shorter its field is: ids and titles need no more weight than that.
 */
export const FIELDS = [
  { name: 'name', boost: 4 },
  { name: 'id', boost: 1 },
  { name: 'title', boost: 1 },
  { name: 'tags', boost: 1 },
  { name: 'description', boost: 1 },
] as const;

export const FIELD_NAMES: readonly string[] = FIELDS.map(({ name }) => name);
export const WORD_FIELDS: readonly string[] = FIELD_NAMES.filter((name) => name !== 'name');

/** Starts the term of a complete name. No word holds it, so the two never meet. */
export const NAME_MARK = '=';

export function isName(term: string): boolean {
  return term.startsWith(NAME_MARK);
}

/** A term spelt backwards; a name keeps its mark in front. */
export function backwards(term: string): string {
  if (isName(term)) return NAME_MARK + backwards(term.slice(1));
  return [...term].reverse().join('');
}

/** Characters of a field that are searched, and tags or aliases of a document. */
const LONGEST_TEXT = 20_000;
const MOST_TAGS = 100;
/** Stems that are remembered. */
const MOST_STEMS = 100_000;

/** The text of a document by field, as `Builder.add` takes it. */
export function fieldsOf(document: SearchDocument, ref: string): Record<string, unknown> {
  const aliases = document.aliases.slice(0, MOST_TAGS);
  const shapes = new Map<string, string>();
  for (const text of [document.id, afterSlash(document.id), document.title, ...aliases]) {
    const name = nameOf(text);
    if (name !== '' && !shapes.has(name)) shapes.set(name, shapeOf(text));
  }
  return {
    ref,
    name: [...shapes],
    id: [document.id, ...aliases].join(' ').slice(0, LONGEST_TEXT),
    title: document.title.slice(0, LONGEST_TEXT),
    tags: document.tags.slice(0, MOST_TAGS).join(' ').slice(0, LONGEST_TEXT),
    description: document.description.slice(0, LONGEST_TEXT),
  };
}

/** The part of an id that is a name of its own, as in `@scope/name`. */
function afterSlash(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** A lunr builder with the fields, the tokenizer and the pipeline of this index, and no documents. */
export function newBuilder(): lunr.Builder {
  const builder = new lunr.Builder();
  builder.ref('ref');
  for (const { name, boost } of FIELDS) builder.field(name, { boost });
  builder.tokenizer = tokenize as typeof lunr.tokenizer;
  builder.metadataWhitelist = ['form'];
  builder.pipeline.add(stemWords);
  return builder;
}

interface FieldMetadata {
  readonly fields: readonly string[];
}

/**
 * What lunr's tokenizer is to lunr: the tokens of a field. Stop words are left out of running text only: ids are full of `get` and
 * `all`.
 */
function tokenize(value: unknown, metadata: FieldMetadata): lunr.Token[] {
  if (Array.isArray(value)) return value.map(([name, shape]) => new lunr.Token(`${NAME_MARK}${name}`, { form: shape }));
  const tokens: lunr.Token[] = [];
  if (typeof value !== 'string') return tokens;
  const isProse = metadata.fields[0] === 'description';
  const add = (term: string) => {
    if (isProse && isStopWord(term)) return;
    tokens.push(new lunr.Token(term, { form: term }));
  };
  for (const { term, parts } of wordsOf(value)) {
    add(term);
    for (const part of parts) add(part.term);
  }
  return tokens;
}

/** Whether a word, not stemmed, is one of those that tell nothing, such as “the”. */
export function isStopWord(term: string): boolean {
  return STOP_WORDS(new lunr.Token(term, {}), 0, []) === undefined;
}

const STOP_WORDS = lunr.stopWordFilter as (...args: Parameters<lunr.PipelineFunction>) => lunr.Token | undefined;

const stems = new Map<string, string>();

/** lunr's stemmer, which spends most of its time on words that it has just seen. Names are kept as they are. */
function stemWords(token: lunr.Token): lunr.Token {
  const text = token.toString();
  if (isName(text)) return token;
  let stem = stems.get(text);
  if (stem === undefined) {
    if (stems.size >= MOST_STEMS) stems.clear();
    stem = stemOf(text);
    stems.set(text, stem);
  }
  return token.update(() => stem);
}
lunr.Pipeline.registerFunction(stemWords, 'choraStems');

export function stemOf(term: string): string {
  return lunr.stemmer(new lunr.Token(term, {})).toString();
}
