/** breaking: a consumer may fail. additive: a consumer may use more. neutral: neither. */
export type Effect = 'breaking' | 'additive' | 'neutral';
/** The least bump that SemVer asks for. */
export type Bump = 'major' | 'minor' | 'patch';

interface ChangeRule {
  readonly effect: Effect;
  /** What it says, as one sentence. */
  readonly text: string;
}

/** The bump that each effect requires: SemVer 2.0.0, sections 6 to 8. */
export const BUMP_OF: Readonly<Record<Effect, Bump>> = { breaking: 'major', additive: 'minor', neutral: 'patch' };

/** Every rule by which a change between two versions is judged. */
export const CHANGE_RULES = {
  'id-changed': { effect: 'breaking', text: 'The id changed, and the old one is not kept as an alias.' },
  'alias-removed': { effect: 'breaking', text: 'An older name by which it could be found is gone.' },
  'output-removed': { effect: 'breaking', text: 'An output is gone.' },
  'output-renamed': { effect: 'breaking', text: 'An output has another name.' },
  'output-type-changed': { effect: 'breaking', text: 'An output has another type, or its type is no longer stated.' },
  'input-removed': { effect: 'breaking', text: 'An input that consumers may send is no longer taken.' },
  'input-renamed': { effect: 'breaking', text: 'An input has another name.' },
  'input-type-changed': { effect: 'breaking', text: 'An input has another type, or its type is no longer stated.' },
  'required-input-added': {
    effect: 'breaking',
    text: 'There is a new input that consumers must send: one that does not say `required: false`.',
  },
  'input-became-required': { effect: 'breaking', text: 'An input that could be left out must be sent.' },
  'interface-removed': { effect: 'breaking', text: 'An interface is gone.' },
  'interface-changed': { effect: 'breaking', text: 'An interface has another endpoint or command.' },
  'behavior-removed': { effect: 'breaking', text: 'A behavior is no longer promised.' },
  'signal-removed': { effect: 'breaking', text: 'A signal is no longer sent.' },
  'lifecycle-lowered': { effect: 'breaking', text: 'The lifecycle stage went back, or the capability was retired.' },
  'stability-lowered': { effect: 'breaking', text: 'Less stability is promised.' },
  'secret-added': { effect: 'breaking', text: 'There is a new secret that its users must provide.' },
  'dependency-range-disjoint': {
    effect: 'breaking',
    text: 'The new range of a required dependency has no version in common with the old one.',
  },
  'dependency-range-not-comparable': {
    effect: 'breaking',
    text: 'The range of a required dependency changed, and one of the two is not understood: nothing shows that they overlap.',
  },
  'sunset-brought-forward': { effect: 'breaking', text: 'It goes earlier than was announced.' },
  'break-declared': { effect: 'breaking', text: 'Its publisher says that it breaks compatibility with the old version.' },
  'id-changed-with-alias': { effect: 'additive', text: 'The id changed, and the old one is kept as an alias.' },
  'alias-added': { effect: 'additive', text: 'It can be found by one more name.' },
  'output-added': { effect: 'additive', text: 'There is a new output.' },
  'optional-input-added': { effect: 'additive', text: 'There is a new input that may be left out.' },
  'input-became-optional': { effect: 'additive', text: 'An input may be left out.' },
  'interface-added': { effect: 'additive', text: 'There is a new interface.' },
  'behavior-added': { effect: 'additive', text: 'There is a new behavior.' },
  'signal-added': { effect: 'additive', text: 'There is a new signal.' },
  deprecated: { effect: 'additive', text: 'It was marked as deprecated, which SemVer counts as new functionality.' },
  'dependency-added': { effect: 'additive', text: 'It needs one more capability.' },
  'dependency-became-required': { effect: 'additive', text: 'A dependency that was optional or for development is required.' },
  'type-stated': { effect: 'neutral', text: 'The type of an input or output is stated for the first time.' },
  'lifecycle-raised': { effect: 'neutral', text: 'The lifecycle stage went on.' },
  'stability-raised': { effect: 'neutral', text: 'More stability is promised.' },
  'dependency-removed': { effect: 'neutral', text: 'A required dependency is gone.' },
  'dependency-became-optional': { effect: 'neutral', text: 'A required dependency is optional, or only for development.' },
  'dependency-range-changed': {
    effect: 'neutral',
    text: 'A required dependency asks for another range: one that overlaps the old one, or it did or does not state one.',
  },
  'other-dependency-changed': {
    effect: 'neutral',
    text: 'A dependency that is optional or for development came, went or changed.',
  },
  'details-changed': { effect: 'neutral', text: 'A field that consumers do not build on changed.' },
} as const satisfies Record<string, ChangeRule>;

export type RuleId = keyof typeof CHANGE_RULES;

/** One difference between two versions, judged. */
export interface Change {
  readonly rule: RuleId;
  readonly effect: Effect;
  /** The least bump it asks for. */
  readonly requires: Bump;
  /** Where: `outputs.report`, `lifecycle_stage` … */
  readonly at: string;
  /** What stood there, and what stands there, in short; absent for nothing. */
  readonly before?: string;
  readonly after?: string;
}

/** A change by its rule. */
export function change(rule: RuleId, at: string, before?: string | null, after?: string | null): Change {
  const { effect } = CHANGE_RULES[rule];
  return {
    rule,
    effect,
    requires: BUMP_OF[effect],
    at,
    ...(before === undefined || before === null ? {} : { before }),
    ...(after === undefined || after === null ? {} : { after }),
  };
}
