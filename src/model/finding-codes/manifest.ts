import type { FindingCode } from '../findings.js';
import { quote } from '../quote.js';

const keptOut = 'Nothing of the file is indexed.';
const keptWithout = 'The record is indexed without this value.';

export const MANIFEST_CODES = {
  // The bytes and the text.
  'manifest/too-large': {
    severity: 'error',
    title: 'The file is larger than a manifest may be',
    explanation: `The file is not read because of its size. ${keptOut}`,
    message: ({ size, limit }) => `The file has ${size} bytes; at most ${limit} are read.`,
    hint: () => 'Split the manifest, or take generated data out of it.',
  },
  'manifest/invalid-utf8': {
    severity: 'error',
    title: 'The file is not UTF-8 text',
    explanation: `Manifests are UTF-8. Another encoding cannot be told apart safely. ${keptOut}`,
    message: ({ byte }) => `The byte 0x${byte} does not belong to UTF-8 text.`,
    hint: () => 'Save the file as UTF-8.',
  },
  'manifest/byte-order-mark': {
    severity: 'info',
    title: 'The file starts with a byte order mark',
    explanation: 'The mark is skipped. Columns are counted without it.',
    message: () => 'The file starts with a byte order mark, which is skipped.',
    hint: () => 'Save the file as UTF-8 without a byte order mark.',
  },
  'manifest/crlf': {
    severity: 'info',
    title: 'Lines end as on Windows',
    explanation: 'The lines of the file end in CR LF. It is read as it is.',
    message: () => 'The lines of this file end in CR LF.',
    hint: () => 'Set `*.yaml text eol=lf` in .gitattributes, so that the bytes are the same on every machine.',
  },
  'manifest/control-character': {
    severity: 'error',
    title: 'The file holds a control character',
    explanation: `YAML and JSON texts must not hold control characters; they can hide content from a reader. ${keptOut}`,
    message: ({ character }) => `The control character ${character} is not allowed in a manifest.`,
    hint: () => 'Remove it, or write it as an escape inside double quotes.',
  },
  'manifest/unclean-text': {
    severity: 'warning',
    title: 'A value holds control characters',
    explanation: 'A value holds control characters or broken characters by way of escapes. They are taken out.',
    message: ({ field }) => `Control or broken characters were taken out of ${quote(field ?? '')}.`,
  },

  // The syntax.
  'manifest/syntax': {
    severity: 'error',
    title: 'The file is not valid YAML or JSON',
    explanation: `The text cannot be parsed. ${keptOut}`,
    message: ({ detail }) => `The file is not valid YAML: ${quote(detail ?? '', 200)}.`,
    hint: () => 'Check the quotes, brackets and indentation at this place and just before it.',
  },
  'manifest/tab-indentation': {
    severity: 'error',
    title: 'A tab is used as indentation',
    explanation: `YAML does not allow tabs as indentation. ${keptOut}`,
    message: () => 'A tab is used as indentation.',
    hint: () => 'Indent with spaces.',
  },
  'manifest/duplicate-key': {
    severity: 'error',
    title: 'A key is written twice',
    explanation: `Two values for one key leave open which one is meant. ${keptOut}`,
    message: ({ key, first }) => `The key ${quote(key ?? '')} is already set in line ${first}.`,
    hint: () => 'Remove one of them.',
  },
  'manifest/complex-key': {
    severity: 'error',
    title: 'A key is not plain text',
    explanation: `A list or a mapping stands where a key is expected, often because of an unquoted “{”. ${keptOut}`,
    message: () => 'A key must be plain text, not a list or a mapping.',
    hint: () => 'Put quotes around values that start with { or [.',
  },
  'manifest/hostile-key': {
    severity: 'error',
    title: 'A key could tamper with programs that read it',
    explanation: `The keys __proto__, constructor and prototype are used to attack programs; no format needs them. ${keptOut}`,
    message: ({ key }) => `The key ${quote(key ?? '')} is not allowed.`,
    hint: () => 'Use another name for this key.',
  },
  'manifest/unknown-tag': {
    severity: 'warning',
    title: 'A YAML tag or directive is not known',
    explanation: 'It is ignored, and the value read as plain data.',
    message: ({ detail }) => `A tag or directive is ignored: ${quote(detail ?? '', 200)}.`,
    hint: () => 'Remove it.',
  },
  'manifest/anchors': {
    severity: 'info',
    title: 'The file uses anchors or merge keys',
    explanation: 'Anchors, aliases and merge keys are read, but not every tool understands them.',
    message: () => 'This file uses anchors, aliases or merge keys.',
  },
  'manifest/alias-bomb': {
    severity: 'error',
    title: 'Aliases grow the file beyond the limits',
    explanation: `Written out, the aliases of the file make more nodes or levels than a manifest may have. They are not expanded. ${keptOut}`,
    message: ({ limit }) => `The aliases of this file expand to more than ${limit}.`,
    hint: () => 'Write the values out.',
  },
  'manifest/too-deep': {
    severity: 'error',
    title: 'The file is nested too deeply',
    explanation: `The file has more levels of nesting than a manifest may have. ${keptOut}`,
    message: ({ limit }) => `The file is nested more than ${limit} levels deep.`,
  },
  'manifest/too-many-nodes': {
    severity: 'error',
    title: 'The file holds too many values',
    explanation: `The file holds more mappings, lists and values than a manifest may have. ${keptOut}`,
    message: ({ limit }) => `The file holds more than ${limit} values.`,
    hint: () => 'Split the manifest.',
  },
  'manifest/empty': {
    severity: 'warning',
    title: 'The file is empty',
    explanation: 'The file holds nothing, only comments, or null.',
    message: () => 'The file holds no data.',
    hint: () => 'Write a manifest in it, or delete it.',
  },
  'manifest/several-documents': {
    severity: 'info',
    title: 'The file holds several documents',
    explanation: 'Each document of the file is read on its own.',
    message: ({ count }) => `The file holds ${count} YAML documents; each is read on its own.`,
    hint: () => 'Give each capability a file of its own.',
  },
  'manifest/not-a-mapping': {
    severity: 'warning',
    title: 'The file is a list or a single value',
    explanation: 'A manifest is a mapping: keys with values. This file cannot be one.',
    message: ({ found }) => `A manifest is a mapping, but this is ${found}.`,
    hint: () => 'Write `id: …` and the other fields as keys.',
  },
  'manifest/more-findings': {
    severity: 'info',
    title: 'More findings were left out',
    explanation: 'The file has more findings than are listed for one file. The errors come first.',
    message: ({ count }) => `${count} more findings of this file are not listed.`,
  },

  // The format.
  'manifest/not-recognized': {
    severity: 'info',
    title: 'The content is of no known manifest format',
    explanation:
      'The file matches the globs by its name, but its content is not a manifest, or one of another format than the first document of the file. It is left out.',
    message: ({ keys, other }) =>
      other === undefined
        ? `The content is of no known manifest format. Its keys: ${quote(keys ?? '', 120)}.`
        : `This document (${other}) is of another format than the first one of the file, and is not read.`,
    hint: () => 'If it is meant as a manifest, give it id, version, owner and lifecycle_stage; else narrow the globs.',
  },
  'manifest/template': {
    severity: 'info',
    title: 'The file is a template of a manifest',
    explanation:
      'The file has placeholders where its identity should be, or lies in a folder of templates. It describes nothing yet.',
    message: ({ reason }) => `This is a template, not a manifest: ${quote(reason ?? '')}.`,
  },
  'manifest/not-a-capability': {
    severity: 'info',
    title: 'The file describes other things than capabilities',
    explanation: 'Groups, users, templates and locations are not capabilities and are not indexed.',
    message: ({ items }) => `Not indexed, as they are not capabilities: ${quote(items ?? '', 200)}.`,
  },
  'manifest/no-capability': {
    severity: 'info',
    title: 'The manifest describes no capability',
    explanation: 'The format is known, but the file lists nothing that could be indexed.',
    message: () => 'This manifest describes no capability.',
    hint: () => 'Add a capability, or delete the file.',
  },
  'manifest/dropped-fields': {
    severity: 'info',
    title: 'Some fields are not carried over',
    explanation: 'The record has no place for these fields of the format. They stay readable in the manifest itself.',
    message: ({ items }) => `Not carried over into the record: ${quote(items ?? '', 300)}.`,
  },
  'manifest/mapped-fields': {
    severity: 'info',
    title: 'Some values were translated',
    explanation: 'The format uses other words than the record; these values were translated.',
    message: ({ items }) => `Translated: ${quote(items ?? '', 300)}.`,
  },
  'manifest/backslash-path': {
    severity: 'info',
    title: 'Paths are written with backslashes',
    explanation: 'Paths inside a repository are written with “/”. The record holds them so.',
    message: ({ items }) => `Backslashes in paths were turned into slashes: ${quote(items ?? '', 200)}.`,
    hint: () => 'Write paths with “/”.',
  },
  'manifest/id-qualified': {
    severity: 'info',
    title: 'The name was made unique with its source',
    explanation: 'The name is unique only inside its own registry, so the id is made of the source and the name.',
    message: ({ name, id }) => `The name ${quote(name ?? '')} is indexed as ${quote(id ?? '')}.`,
  },

  // The identity.
  'manifest/no-id': {
    severity: 'error',
    title: 'The id is missing',
    explanation: 'Without an id nothing can be indexed. The record is left out.',
    message: ({ field }) => `The field ${quote(field ?? '')}, which identifies the capability, is missing.`,
    hint: () => 'Add an id such as domain.capability.action.',
  },
  'manifest/id-not-text': {
    severity: 'error',
    title: 'The id is not text',
    explanation: 'The id is a number, a list or another value that is not text. The record is left out.',
    message: ({ field, found }) => `The field ${quote(field ?? '')} must be text, but is ${found}.`,
    hint: () => 'Put the id in quotes.',
  },
  'manifest/hostile-id': {
    severity: 'error',
    title: 'The id could do harm',
    explanation:
      'The id is too long, or has characters or parts that could mislead people or escape from a folder. The record is left out.',
    message: ({ id, reason }) => `The id ${quote(id ?? '')} is refused: it ${reason}.`,
    hint: () => 'Use an id such as domain.capability.action.',
  },
  'manifest/id-style': {
    severity: 'info',
    title: 'The id is not of the usual form',
    explanation: 'A conformant id is <domain>.<capability>.<action> in lower case. Other ids are indexed as they are.',
    message: ({ id }) => `The id ${quote(id ?? '')} is not of the form domain.capability.action in lower case.`,
  },

  // The fields.
  'manifest/unknown-field': {
    severity: 'warning',
    title: 'A field is not known',
    explanation: 'The field is not part of the format and is not read.',
    message: ({ field }) => `The field ${quote(field ?? '')} is not known.`,
    hint: ({ suggestion }) => (suggestion ? `Did you mean ${quote(suggestion)}?` : 'Remove it, or start its name with “x-”.'),
  },
  'manifest/missing-field': {
    severity: 'warning',
    title: 'A field is missing',
    explanation: 'A field that the format requires is missing. A record is indexed without it; an item of a list is left out.',
    message: ({ field }) => `The field ${quote(field ?? '')} is missing.`,
    hint: ({ field }) => `Add ${quote(field ?? '')}.`,
  },
  'manifest/wrong-type': {
    severity: 'warning',
    title: 'A value is of the wrong type',
    explanation: keptWithout,
    message: ({ field, expected, found }) => `${quote(field ?? '')} must be ${expected}, but is ${found}.`,
  },
  'manifest/not-allowed-value': {
    severity: 'warning',
    title: 'A value is not one of those allowed',
    explanation: keptWithout,
    message: ({ field, value }) => `${quote(field ?? '')} cannot be ${quote(value ?? '')}.`,
    hint: ({ allowed, suggestion }) => `${suggestion ? `Did you mean ${quote(suggestion)}? ` : ''}Allowed: ${allowed}.`,
  },
  'manifest/malformed-value': {
    severity: 'warning',
    title: 'A value is not of the right form',
    explanation: keptWithout,
    message: ({ field, value, expected }) => `${quote(field ?? '')} must be ${expected}, but is ${quote(value ?? '')}.`,
  },
  'manifest/too-long': {
    severity: 'warning',
    title: 'A text is too long',
    explanation: 'The text is cut for the record. The manifest keeps all of it.',
    message: ({ field, length, limit }) => `${quote(field ?? '')} has ${length} characters and is cut to ${limit}.`,
  },
  'manifest/numeric-version': {
    severity: 'warning',
    title: 'The version is written as a number',
    explanation: 'YAML reads 1.10 as the number 1.1. The record holds the version as it is written, but other tools will not.',
    message: ({ version }) => `The version ${quote(version ?? '')} is written as a number.`,
    hint: () => 'Put the version in quotes and give it three parts, such as "1.0.0".',
  },
  'manifest/version-not-semver': {
    severity: 'warning',
    title: 'The version is not a semantic version',
    explanation: 'Compatibility can be decided only between semantic versions. The version is indexed as it is.',
    message: ({ version }) => `${quote(version ?? '')} is not a semantic version.`,
    hint: () => 'Use three numbers, such as 1.4.0 (semver.org).',
  },
  'manifest/no-range': {
    severity: 'info',
    title: 'Dependencies have no range of versions',
    explanation: 'Without a range it is unknown which versions work. Unknown is never taken as compatible.',
    message: ({ count, items }) =>
      `${count} ${count === 1 ? 'dependency has' : 'dependencies have'} no range of versions: ${quote(items ?? '', 200)}.`,
    hint: () => 'State a range, such as ">=1 <2".',
  },
  'manifest/range-not-understood': {
    severity: 'warning',
    title: 'A range of versions is not understood',
    explanation: 'The range is kept as it is written, and counts as unknown.',
    message: ({ range, id }) => `The range ${quote(range ?? '')} of ${quote(id ?? '')} is not understood.`,
    hint: () => 'Use ranges such as ">=1 <2", "^1.2.0" or "1.x".',
  },
  'manifest/unsafe-url': {
    severity: 'warning',
    title: 'An address is not safe to link to',
    explanation: 'Links are kept only when they start with http, https or mailto. The address is left out.',
    message: ({ url }) => `The address ${quote(url ?? '')} is left out: links must be http, https or mailto.`,
  },
} as const satisfies Record<string, FindingCode>;
