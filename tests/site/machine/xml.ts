// A strict reader of the XML that this project writes: elements, attributes in double quotes, text, the five entities. Whatever is
// not well-formed, or not of that small kind, throws.
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Of this element alone, entities resolved. */
  readonly text: string;
}

const NAME = '[A-Za-z_][A-Za-z0-9_.:-]*';
const OPEN = new RegExp(`<(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`, 'y');
const CLOSE = new RegExp(`</(${NAME})\\s*>`, 'y');
const ATTRIBUTE = new RegExp(`(${NAME})="([^"<]*)"`, 'g');
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
// The characters that XML 1.0 allows, in its section 2.2.
const DOCUMENT = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

export function parseXml(text: string): XmlElement {
  if (!DOCUMENT.test(text)) throw new Error('a character that no XML document may hold');
  const reader = { text, at: text.startsWith(DECLARATION) ? DECLARATION.length : 0 };
  const root = element(reader);
  if (text.slice(reader.at).trim() !== '') throw new Error(`something follows the root: ${text.slice(reader.at)}`);
  return root;
}

/** All elements with a name, in the order of the document. */
export function elementsOf(root: XmlElement, name: string): XmlElement[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => elementsOf(child, name))];
}

function element(reader: { readonly text: string; at: number }): XmlElement {
  const [, name = '', written = '', empty] = match(reader, OPEN, 'an element');
  const attributes: Record<string, string> = {};
  for (const [, key = '', value = ''] of written.matchAll(ATTRIBUTE)) {
    if (key in attributes) throw new Error(`twice the attribute ${key}`);
    attributes[key] = resolved(value);
  }
  const children: XmlElement[] = [];
  let text = '';
  if (empty === '/') return { name, attributes, children, text };
  for (;;) {
    const next = reader.text.indexOf('<', reader.at);
    if (next === -1) throw new Error(`<${name}> has no end`);
    text += resolved(reader.text.slice(reader.at, next));
    reader.at = next;
    if (reader.text[next + 1] !== '/') {
      children.push(element(reader));
      continue;
    }
    const [, closed] = match(reader, CLOSE, 'an end tag');
    if (closed !== name) throw new Error(`<${name}> is ended by </${closed}>`);
    return { name, attributes, children, text };
  }
}

function match(reader: { readonly text: string; at: number }, pattern: RegExp, what: string): RegExpExecArray {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) throw new Error(`not ${what}: ${reader.text.slice(reader.at, reader.at + 80)}`);
  reader.at += found[0].length;
  return found;
}

function resolved(text: string): string {
  if (text.includes(']]>')) throw new Error(']]> in text');
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const character = ENTITIES[name];
    if (character === undefined || !whole.endsWith(';')) throw new Error(`no entity: ${whole.slice(0, 20)}`);
    return character;
  });
}
