import { Composer, type Document, Lexer, Parser, Schema } from 'yaml';
import { MANIFEST_LIMITS } from '../model/limits.js';
import { ManifestDocument } from './document.js';
import { OverLimit, Plain } from './plain.js';
import { type DecodedText, decode, Lines, type Notice } from './text.js';

/** A file as YAML (JSON is YAML): its documents, or none when an error is among the notices. */
export interface ParsedFile {
  readonly text: string;
  readonly lines: Lines;
  /** The documents that hold something. */
  readonly documents: readonly ManifestDocument[];
  readonly notices: readonly Notice[];
}

/** Bytes → documents with positions. Never throws for what is in the bytes, and bounds what they may cost. */
export function parse(bytes: Uint8Array): ParsedFile {
  const decoded = decode(bytes);
  const lines = new Lines(decoded.text);
  const notices = [...decoded.notices];
  const none = (): ParsedFile => ({ text: decoded.text, lines, documents: [], notices });
  if (!decoded.usable) return none();
  const documents: ManifestDocument[] = [];
  try {
    const failed = compose(decoded, lines, documents, notices);
    if (failed) return none();
  } catch (error) {
    if (error instanceof OverLimit) notices.push(error.notice);
    // The nesting is bounded before the library recurses; this is the last resort should it recurse more than we know.
    else if (error instanceof RangeError)
      notices.push({ code: 'manifest/too-deep', offset: 0, args: { limit: MANIFEST_LIMITS.depth } });
    else throw error;
    return none();
  }
  if (documents.length === 0) notices.push({ code: 'manifest/empty', offset: 0 });
  return { text: decoded.text, lines, documents, notices };
}

/** YAML 1.2 core: dates stay text. One for all, as making one costs as much as reading a small manifest. */
const SCHEMA = new Schema({ schema: 'core' });
const OPTIONS = { schema: SCHEMA, uniqueKeys: false, prettyErrors: false } as const;

/** Fills in documents and notices. Answers whether there was an error. */
function compose(decoded: DecodedText, lines: Lines, documents: ManifestDocument[], notices: Notice[]): boolean {
  const budget = { nodes: 0 };
  let failed = false;
  let anchors = false;
  for (const document of new Composer(OPTIONS).compose(tokens(decoded.text), true, decoded.text.length)) {
    const error = document.errors[0];
    if (error) {
      notices.push(syntaxNotice(error));
      return true;
    }
    for (const warning of document.warnings)
      notices.push({ code: 'manifest/unknown-tag', offset: warning.pos[0], args: { detail: warning.message } });
    const plain = new Plain(budget);
    const value = plain.value(document.contents);
    for (const notice of plain.notices) {
      if (notice.code !== 'manifest/anchors') failed = true;
      else if (anchors) continue;
      else anchors = true;
      notices.push(withFirstLine(notice, lines));
    }
    if (value !== null && document.contents) documents.push(new ManifestDocument(document.contents, value, plain.targets, lines));
  }
  return failed;
}

/**
 * The library's tokens, stopped as soon as nesting or number are over the limits: its parser keeps a stack, while what follows
 * it recurses. Whatever makes a node takes a token, and no node takes more than a few.
 */
function* tokens(text: string): ReturnType<Parser['next']> {
  const parser = new Parser();
  let scalars = 0;
  let parts = 0;
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      // Each error is costly to make, and only the first of a file is told.
      if (token.type === 'error' && ++errors > ERRORS_LIMIT) return;
      yield token;
    }
    if (parser.stack.length > STACK_LIMIT) checkDepth(parser.stack);
    parts += lexeme.startsWith('%') ? DIRECTIVE_WEIGHT : 1;
    if (lexeme === '\x1f') scalars += 1;
    if (scalars > MANIFEST_LIMITS.nodes || parts > PARTS_LIMIT) {
      throw new OverLimit({ code: 'manifest/too-many-nodes', offset: parser.offset, args: { limit: MANIFEST_LIMITS.nodes } });
    }
  }
  yield* parser.end();
}

/** The parser's stack holds the document, its open collections, and maybe a scalar. */
const STACK_LIMIT = MANIFEST_LIMITS.depth + 1;
const COLLECTIONS: ReadonlySet<string> = new Set(['block-map', 'block-seq', 'flow-collection']);

function checkDepth(stack: Parser['stack']): void {
  const top = stack.at(-1);
  if (top && COLLECTIONS.has(top.type))
    throw new OverLimit({ code: 'manifest/too-deep', offset: top.offset, args: { limit: MANIFEST_LIMITS.depth } });
}

/** A node takes at most a mark, a scalar, a property, and the spaces and line ends around them; comments take three a line. */
const PARTS_LIMIT = 12 * MANIFEST_LIMITS.nodes;
/** Unknown directives make a warning each. */
const DIRECTIVE_WEIGHT = 100;
const ERRORS_LIMIT = 20;

function syntaxNotice(error: Document['errors'][number]): Notice {
  const offset = error.pos[0];
  if (error.code === 'TAB_AS_INDENT') return { code: 'manifest/tab-indentation', offset };
  return { code: 'manifest/syntax', offset, args: { detail: error.message } };
}

/** A duplicate key tells the line of the first one, of which only the offset was known. */
function withFirstLine(notice: Notice, lines: Lines): Notice {
  if (notice.code !== 'manifest/duplicate-key') return notice;
  const first = lines.at(Number(notice.args?.['first'] ?? 0)).line;
  return { ...notice, args: { ...notice.args, first } };
}
