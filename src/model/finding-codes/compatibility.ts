import type { FindingCode } from '../findings.js';
import { printable, quote } from '../quote.js';

const current = 'Only current versions are told of; the matrix holds the older ones, too.';
const waivable = 'A waiver can let it stand for at most 30 days.';

export const COMPATIBILITY_CODES = {
  'compatibility/incompatible': {
    severity: 'warning',
    title: 'No version of a dependency is in the range asked for',
    explanation: `The capability that is depended on is in the catalog, and none of its versions satisfies the range. ${current} ${waivable}`,
    message: ({ id, range, target, nearest }) =>
      `${quote(id ?? '')} needs ${quote(target ?? '')} in ${quote(range ?? '')}; the nearest there is: ${quote(nearest ?? '')}.`,
    hint: () => 'Ask for a range that a version of it is in, or ask its owner for a version.',
  },
  'compatibility/missing': {
    severity: 'warning',
    title: 'A dependency is not in the catalog',
    explanation: `No capability has the id that is depended on, and none has it as an older name. ${current} ${waivable}`,
    message: ({ id, target }) => `${quote(id ?? '')} needs ${quote(target ?? '')}, which no source of the catalog describes.`,
    hint: ({ suggestions }) =>
      suggestions
        ? `Perhaps this is meant: ${quote(suggestions, 400)}.`
        : 'Correct the id, or list the source that describes it in catalog.yaml.',
  },
  'compatibility/untrusted': {
    severity: 'warning',
    title: 'A dependency is in quarantine',
    explanation: `What is depended on, or every version of it that is in the range, is described only by manifests that the trust policy does not admit. ${current} A waiver cannot change it.`,
    message: ({ id, target }) => `${quote(id ?? '')} needs ${quote(target ?? '')}, which is in quarantine.`,
    hint: () => 'See the reason on the quarantine page. Its owner has to sign it, or the policy has to admit it.',
  },
  'compatibility/deprecated': {
    severity: 'warning',
    title: 'Only deprecated versions of a dependency are in the range asked for',
    explanation: `The range holds, but all versions in it are deprecated or retired. What the current version of a capability says of its end is true of the older ones, too. ${current} ${waivable}`,
    message: ({ id, target, sunset }) =>
      `${quote(id ?? '')} needs ${quote(target ?? '')}, which is deprecated${sunset ? ` and goes on ${quote(sunset)}` : ''}.`,
    hint: ({ replaced_by }) =>
      replaced_by ? `Its owner names ${quote(replaced_by)} in its place.` : 'Ask its owner what replaces it.',
  },
  'compatibility/not-comparable': {
    severity: 'info',
    title: 'The versions of a dependency are not SemVer',
    explanation: `A range was stated, but versions of what is depended on are absent or not SemVer. Such versions are compared only for equality, so the matrix says unknown. ${current}`,
    message: ({ id, range, target }) =>
      `${quote(id ?? '')} needs ${quote(target ?? '')} in ${quote(range ?? '')}, which has versions that are not SemVer.`,
    hint: () => 'Give the capability SemVer versions, or name one of its versions exactly.',
  },
  'compatibility/alias-used': {
    severity: 'info',
    title: 'A dependency uses an older name that will go',
    explanation: `The id that is depended on is an alias with a sunset. From that day on nobody has to answer to it. ${current}`,
    message: ({ id, alias, target, sunset }) =>
      `${quote(id ?? '')} needs ${quote(alias ?? '')}, an older name of ${quote(target ?? '')} until ${quote(sunset ?? '')}.`,
    hint: ({ target }) => `Depend on ${quote(target ?? '')}.`,
  },
  'compatibility/alias-claimed': {
    severity: 'warning',
    title: 'Two capabilities state the same alias',
    explanation:
      'Of the capabilities of one source that state the same older name, the first in the order of ids has it. Where those of several sources state it, it leads nowhere: nobody could tell which of them is meant.',
    message: ({ alias, id, by }) =>
      `The alias ${quote(alias ?? '')} of ${quote(id ?? '')} does not lead to it: ${quote(by ?? '')} states it, too.`,
    hint: () => 'Remove the alias from one of them.',
  },
  'compatibility/alias-taken': {
    severity: 'warning',
    title: 'An alias is the id of a capability of another source',
    explanation:
      'An older name that another source describes, be it in quarantine, does not lead to the capability that states it as an alias: whoever needs that id would get something else under it.',
    message: ({ alias, id, by }) =>
      `The alias ${quote(alias ?? '')} of ${quote(id ?? '')} does not lead to it: ${quote(by ?? '')} describes a capability with that id.`,
    hint: () => 'Remove the alias, or let the other source give the id up first.',
  },
  'compatibility/cycle': {
    severity: 'warning',
    title: 'Capabilities need one another in a circle',
    explanation:
      'Following required dependencies of current versions leads back to where one started, so none of them can start first. Optional dependencies and those for development are not followed.',
    message: ({ circle, members }) => `${members} capabilities need one another, such as in ${quote(circle ?? '', 400)}.`,
    hint: () => 'Make one of these dependencies optional, or move what both need into a capability of its own.',
  },
  'compatibility/breaking-without-major': {
    severity: 'error',
    title: 'A breaking change without a major version',
    explanation:
      'Between two versions something changed that consumers may fail on, and the new number tells them that nothing did. Below 1.0.0 the first number that is not zero counts as the major one.',
    message: ({ id, from, to, rule, at }) =>
      `${quote(id ?? '')} ${quote(from ?? '')} → ${quote(to ?? '')} breaks what was promised: ${quote(rule ?? '')} at ${quote(at ?? '')}.`,
    hint: () => 'Raise the major version, or take the change back.',
  },
  'compatibility/bump-too-small': {
    severity: 'warning',
    title: 'The version was raised by less than the changes ask for',
    explanation:
      'New functionality and deprecations ask for a minor version, everything else for a patch (SemVer 2.0.0, sections 6 and 7).',
    message: ({ id, from, to, required }) =>
      `${quote(id ?? '')} ${quote(from ?? '')} → ${quote(to ?? '')}: the changes ask for a ${required} version.`,
    hint: ({ required }) => `Raise the ${required} version.`,
  },
  'compatibility/bump-not-comparable': {
    severity: 'warning',
    title: 'Two versions cannot be compared',
    explanation: 'One of the versions is absent or not SemVer, so that nobody can tell whether it was raised far enough.',
    message: ({ id, from, to, required }) =>
      `${quote(id ?? '')} ${quote(from ?? '')} → ${quote(to ?? '')}: the changes ask for a ${required} version, and these cannot be compared.`,
    hint: () => 'Use SemVer versions.',
  },
  'compatibility/waiver-expired': {
    severity: 'info',
    title: 'A waiver has expired',
    explanation:
      'It stopped to hold at the time it names. The log keeps it; nothing has to be done about it but what it put off.',
    message: ({ capability, consumer, expires }) =>
      `The waiver of ${quote(consumer ?? '')} for ${quote(capability ?? '')} held until ${quote(expires ?? '')}.`,
  },
  'compatibility/waiver-refused': {
    severity: 'error',
    title: 'A waiver cannot hold',
    explanation: 'Its times are no times, or it would hold for more than 30 days. It is treated as if it were not there.',
    message: ({ capability, consumer, reason }) =>
      `The waiver of ${quote(consumer ?? '')} for ${quote(capability ?? '')} does not hold: ${quote(reason ?? '', 200)}.`,
    hint: () => 'Let the decision log grant another one.',
  },
  'compatibility/waiver-unknown-id': {
    severity: 'warning',
    title: 'A waiver names an id that the catalog does not know',
    explanation:
      'Nobody describes the id or asks for it, so that the waiver lets nothing stand. It may be misspelt, or of a capability that is gone or yet to come.',
    message: ({ id, capability, consumer }) =>
      `The waiver of ${quote(consumer ?? '')} for ${quote(capability ?? '')} does nothing: the catalog does not know ${quote(id ?? '')}.`,
    hint: ({ suggestions }) =>
      suggestions ? `Perhaps ${quote(suggestions, 300)} is meant; grant another waiver.` : 'Take it away, or grant another one.',
  },
  'compatibility/waiver-invalid': {
    severity: 'error',
    title: 'A file in the folder of waivers is no waiver',
    explanation:
      'It is not YAML, or not what schemas/waiver.schema.json says. It is treated as if it were not there, and everything else goes on.',
    message: ({ detail }) => `This is no waiver: ${quote(detail ?? '', 300)}.`,
    hint: () => 'Let chora waiver grant write it.',
  },
  'compatibility/release-refused': {
    severity: 'error',
    title: 'A release would break what the catalog holds',
    explanation:
      'Told by chora check: a dependency does not resolve, or a dependent in the catalog would not hold any more. The message names both versions, whom to ask, the rule, and how to ask for a waiver where one can be granted.',
    message: ({ text }) => `${printable(String(text ?? ''))}.`,
    hint: ({ todo }) => `${printable(String(todo ?? 'Put it right, or agree with the owner who is named'))}.`,
  },
  'compatibility/release-unknown': {
    severity: 'warning',
    title: 'Nobody can tell whether a release would break something',
    explanation:
      'Told by chora check of a required dependency whose range is absent or not understood, or whose versions are not SemVer. The answer is then neither yes nor no, and chora check ends with 3, unless it is told --unknown warn.',
    message: ({ text }) => `${printable(String(text ?? ''))}.`,
    hint: ({ todo }) => `${printable(String(todo ?? 'State a range of SemVer versions'))}.`,
  },
  'compatibility/release-noted': {
    severity: 'info',
    title: 'What is good to know before a release',
    explanation: 'Told by chora check of what does not stop a release, such as a range that cannot be compared.',
    message: ({ text }) => `${printable(String(text ?? ''))}.`,
  },
  'compatibility/too-many-waivers': {
    severity: 'error',
    title: 'More waivers than may hold at once',
    explanation:
      'At most five waivers hold for one capability at the same time: the first ones of the log. The others are treated as if they were not there.',
    message: ({ capability, consumer, limit }) =>
      `The waiver of ${quote(consumer ?? '')} for ${quote(capability ?? '')} does not hold: there are ${limit} already.`,
    hint: () => 'Put right what the earlier waivers put off, and revoke them.',
  },
} as const satisfies Record<string, FindingCode>;
