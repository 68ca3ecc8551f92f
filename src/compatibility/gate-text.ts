import { quote } from '../model/quote.js';
import { CHANGE_RULES } from './change-rules.js';
import type { GateItem, GateNote, GateRule, WaiverRequest } from './gate-types.js';

/** What each rule says, as one sentence. */
export const GATE_RULES: Readonly<Record<GateRule | GateNote, string>> = {
  'dependency-incompatible': 'No version of what it depends on is in the range that it asks for.',
  'dependency-missing': 'What it depends on is not in the catalog.',
  'dependency-untrusted': 'What it depends on is in quarantine.',
  'dependency-deprecated': 'Of what it depends on, only deprecated or retired versions are in the range.',
  'dependency-superseded': 'The current version of what it depends on is not in the range; an earlier one is.',
  'dependency-unknown': 'It states no range that could be compared with the versions of what it depends on.',
  'breaking-without-major': 'It breaks what was promised, and its number does not say so.',
  'dependent-excludes-version': 'The range of a dependent ends before this version.',
  'dependent-meets-breaking-change': 'A breaking change meets a dependent that nothing keeps from it.',
  'dependent-of-retired': 'It is retired, and a dependent needs it.',
  'dependent-of-removed': 'It is no longer described, and a dependent needs it.',
  'dependent-uses-removed-alias': 'It no longer answers to an older name by which a dependent asks for it.',
  'dependent-unknown': 'A dependent states no range that could be compared with this version.',
  'dependent-broken-before': 'A dependent did not accept the version before either.',
};

const MAJOR = 'Raise the major version, or take the change back. No waiver lets this through.';

/** What the author of the release can do about what a rule says. */
const TO_DO: Readonly<Partial<Record<GateRule | GateNote, string>>> = {
  'dependency-incompatible': 'Ask for a range that one of its versions is in, or ask its owner for a version.',
  'dependency-missing': 'Correct the id, or have the source that describes it added to the catalog.',
  'dependency-untrusted': 'Ask its owner to sign it as the policy of the catalog demands. No waiver lets this through.',
  'dependency-unknown': 'State a range of SemVer versions; where its versions are not SemVer, ask its owner for such.',
  'breaking-without-major': MAJOR,
  'dependent-excludes-version': 'Agree with its owner when to move, and release when its range lets this version in.',
  'dependent-meets-breaking-change': MAJOR,
  'dependent-of-retired': 'Retire it when those who need it have moved to something else.',
  'dependent-of-removed':
    'Describe it until those who need it have moved to something else, or let what replaces it state its id as an alias.',
  'dependent-uses-removed-alias': 'Keep the alias until those who use it ask for the new id.',
  'dependent-unknown': 'Ask its owner to state a range of SemVer versions.',
};

/** What is not known of a required dependency is not known of the release. */
export function isUnknown({ rule, party }: GateItem): boolean {
  return (rule === 'dependency-unknown' || rule === 'dependent-unknown') && party?.kind === 'required';
}

/** What to do about an item that stops a release, or without which nobody can tell; null for any other. */
export function whatToDo(item: GateItem): string | null {
  const { rule, outcome, request } = item;
  if (outcome !== 'refused' && !isUnknown(item)) return null;
  // With a range, it is the range that lets the change in; without one, nobody knows.
  if (rule === 'dependent-meets-breaking-change' && request !== undefined)
    return 'Ask its owner to state a range of SemVer versions, or take the change back.';
  return TO_DO[rule] ?? null;
}

/** Items as a person reads them, one after the other: changes that several dependents meet are listed once. */
export function explainItems(items: readonly GateItem[]): string[][] {
  const listed = new Map<string, string>();
  return items.map((item) => {
    const { changes = [], capability } = item;
    const key = changes.map(({ rule, at }) => `${rule} ${at}`).join('\n');
    const again = changes.length > 1 && listed.get(capability) === key;
    if (changes.length > 0) listed.set(capability, key);
    const todo = whatToDo(item);
    const lines = explainItem(again ? { ...item, changes: [] } : item);
    if (again) lines.push(`Breaking: the ${changes.length} changes that are listed above.`);
    return todo === null ? lines : [...lines, `To do: ${todo}`];
  });
}

/** All that a person needs to know of an item, line by line: who, which versions, why, whom to ask, and for what. */
export function explainItem(item: GateItem): string[] {
  const { capability, version, previous, outcome, rule, party, near, changes, window, waiver, request } = item;
  const stated = (text: string | null | undefined) => (text === null || text === undefined ? 'no version' : quote(text));
  const lines = [
    `${quote(capability)} ${stated(previous)} → ${stated(version)}: ${outcome} by the rule ${rule}. ${GATE_RULES[rule]}`,
  ];
  if (party !== undefined) {
    const asks = party.range === undefined ? 'no range stated' : `asks for ${quote(party.range)}`;
    const versions = party.versions.length === 0 ? '' : ` ${party.versions.slice(0, 5).map(stated).join(', ')}`;
    const isDependent = rule.startsWith('dependent-');
    lines.push(`${isDependent ? 'Dependent' : 'Dependency'}: ${quote(party.id)}${versions} (${party.kind}, ${asks}).`);
    if (rule !== 'dependency-missing') lines.push(`Owner: ${named(party.owner)}, contact: ${named(party.contact)}.`);
  }
  if (near !== undefined) lines.push(`Nearest: ${near.map((each) => quote(each)).join(', ')}.`);
  for (const { rule: id, at } of changes ?? []) lines.push(`Breaking: ${quote(at)}: ${CHANGE_RULES[id].text} (${id})`);
  if (window !== undefined && outcome !== 'noted') lines.push(`Suggested deprecation window: ${quote(window)}.`);
  if (waiver !== undefined) lines.push(`Waived until ${quote(waiver.until)} by the decision ${quote(waiver.decision)}.`);
  if (request !== undefined) lines.push(...waiverLines(request));
  return lines;
}

function named(text: string | undefined): string {
  return text === undefined ? 'not stated' : quote(text);
}

/** How to ask for a waiver; as a command where no shell can take the ids for anything else. */
function waiverLines({ capability, consumer, verdict, expires }: WaiverRequest): string[] {
  const ask = `A waiver: ask a steward of the catalog to grant one for the capability ${quote(capability)}, the consumer ${quote(consumer)} and the verdict ${verdict}, until ${expires} or earlier.`;
  const isPlain = [capability, consumer].every((id) => /^[A-Za-z0-9][\w.:/@-]*$/.test(id));
  const command = `chora waiver grant --capability ${capability} --consumer ${consumer} --verdict ${verdict} --reason … --approver …`;
  return isPlain ? [ask, `They run: ${command}`] : [ask];
}
