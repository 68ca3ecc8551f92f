import { isPlainObject } from './plain.js';

/**
 * Cookiecutter, Jinja, Handlebars and Backstage's `${{ }}`, `<<Name>>`, and words in angle brackets to be replaced by hand.
 * Every repetition is bounded: the text is a stranger's.
 */
const MARKER =
  /\$\{\{[^{}]{0,200}(?:\}\})?|\{\{[^{}]{0,200}\}\}|\{%[^%{}]{0,200}%\}|<<[A-Za-z][\w.-]{0,60}>>|<(?:owner|name|server-name|your[ _-][^<>\n]{0,60})>/i;
const FOLDERS = new Set(['skeleton', 'skeletons', 'template', 'templates']);

/** Where formats say who or what they are. Placeholders elsewhere may be meant for those who use the thing. */
const IDENTITY: readonly (readonly string[])[] = [
  ['id'],
  ['name'],
  ['version'],
  ['owner'],
  ['namespace'],
  ['repo'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
  ['metadata', 'dc_identifier'],
  ['spec', 'owner'],
  ['spec', 'system'],
  ['spec', 'lifecycle'],
];

/** The folder of templates that a path leads through, if any. */
export function templateFolder(path: string): string | undefined {
  return path
    .split('/')
    .slice(0, -1)
    .find((folder) => FOLDERS.has(folder.toLowerCase()) || MARKER.test(folder));
}

/** A placeholder anywhere in a text. */
export function placeholder(text: string): string | undefined {
  return MARKER.exec(text)?.[0];
}

/** A placeholder in a field that tells the identity. */
export function identityPlaceholder(value: unknown): string | undefined {
  for (const path of IDENTITY) {
    let at: unknown = value;
    for (const key of path) at = isPlainObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
    const found = typeof at === 'string' ? placeholder(at) : undefined;
    if (found) return found;
  }
  return undefined;
}
