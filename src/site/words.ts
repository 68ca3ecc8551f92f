import type { CapabilitySummary, Entry, Finding, Provenance, SourceRow } from '../model/generated/types.js';

/** Shape and colour of a mark; it never stands without its word. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'quiet';

interface State {
  readonly word: string;
  readonly tone: Tone;
  readonly meaning: string;
}

export const SOURCE_STATES: Record<SourceRow['state'], State> = {
  ok: { word: 'Read', tone: 'ok', meaning: 'It answered, and its manifests were read.' },
  empty: { word: 'Empty', tone: 'quiet', meaning: 'It answered, and nothing was ever pushed to it.' },
  disabled: {
    word: 'Disabled',
    tone: 'bad',
    meaning: 'Its host blocks it. What the catalog lists of it was read before that.',
  },
  'no-default-branch': {
    word: 'No branch',
    tone: 'bad',
    meaning: 'It has commits, but its default branch is not there. What the catalog lists of it was read before that.',
  },
  missing: {
    word: 'Missing',
    tone: 'bad',
    meaning: 'Its host says that it is not there, or not ours to see. What the catalog lists of it was read before that.',
  },
  unreachable: {
    word: 'Unreachable',
    tone: 'warn',
    meaning: 'No usable answer came from it. What the catalog lists of it was read before that.',
  },
  'rate-limited': {
    word: 'Rate limited',
    tone: 'warn',
    meaning: 'Its host asked us to come back later. What the catalog lists of it was read before that.',
  },
  deleted: { word: 'Removed', tone: 'quiet', meaning: 'The configuration of this catalog no longer lists it.' },
};
export const SOURCE_STATE_ORDER = [
  'ok',
  'empty',
  'unreachable',
  'rate-limited',
  'missing',
  'disabled',
  'no-default-branch',
  'deleted',
] as const;

export const SEVERITIES: Record<Finding['severity'], { readonly word: string; readonly tone: Tone; readonly many: string }> = {
  error: { word: 'error', many: 'errors', tone: 'bad' },
  warning: { word: 'warning', many: 'warnings', tone: 'warn' },
  info: { word: 'info', many: 'info', tone: 'info' },
};
/** Apart, as the script of the search has the words, and each of its bytes is waited for. */
export const SEVERITY_MEANINGS: Record<Finding['severity'], string> = {
  error: 'It keeps something out of the catalog, or a source could not be read.',
  warning: 'Somebody should mend it. What it is about is in the catalog all the same.',
  info: 'What was taken over in another form, left out or passed over. Nothing needs to be done.',
};
export const SEVERITY_ORDER = ['error', 'warning', 'info'] as const;

export const OUTCOMES: Record<Provenance['outcome'], Omit<State, 'meaning'>> = {
  verified: { word: 'verified', tone: 'ok' },
  unsigned: { word: 'unsigned', tone: 'quiet' },
  untrusted: { word: 'untrusted', tone: 'warn' },
  invalid: { word: 'invalid', tone: 'bad' },
};
/** Apart, as the script of the search has the words, and each of its bytes is waited for. */
export const OUTCOME_MEANINGS: Record<Provenance['outcome'], string> = {
  verified: 'Signed by somebody whom the policy names for its source.',
  unsigned: 'Nobody signed it.',
  untrusted: 'Signed, but by nobody whom the policy names for its source.',
  invalid: 'What is said to be its signature does not hold.',
};
export const OUTCOME_ORDER = ['verified', 'unsigned', 'untrusted', 'invalid'] as const;

export const TIERS: Record<Entry['tier'], State> = {
  conformant: {
    word: 'conformant',
    tone: 'ok',
    meaning: 'The manifest is valid against the canonical manifest schema as it is.',
  },
  indexed: {
    word: 'indexed',
    tone: 'info',
    meaning: 'The manifest was read, but it is not valid against the canonical manifest schema as it is.',
  },
};

export const FORMATS: Record<CapabilitySummary['format'], string> = {
  chora: 'Canonical manifest',
  star: 'STAR manifest',
  'chora.dev/v1': 'chora.dev/v1 manifest',
  'sap-catalog': 'SAP catalog',
  namespace: 'Namespace registry',
  'coordination-capabilities': 'Coordination capabilities',
  backstage: 'Backstage entity',
  'mcp-server': 'MCP server manifest',
};
