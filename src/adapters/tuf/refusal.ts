import { ChoraError } from '../../model/errors.js';
import { printable, quote } from '../../model/quote.js';
import type { RootView } from '../../model/root-view.js';
import { systemCode } from '../system-error.js';

type Refused = 'rollback' | 'expired' | 'signature' | 'mix-and-match' | 'invalid';

const HINTS: Record<Refused, string> = {
  rollback:
    'Somebody may be replaying an older release. If the publisher went back on purpose, they must change the keys of that role in a new root.',
  expired: 'Ask the publisher for a newer release. Check the clock of this machine too; what is trusted already stays in place.',
  signature:
    'Nothing of it was used. Check that it is the catalog, and the view of it, whose root is trusted here; then ask the publisher whether keys were changed without a new root.',
  'mix-and-match': 'Files of different releases are served together. Try again in a minute; if it stays so, tell the publisher.',
  invalid:
    'Nothing of it was used. Check the address, and whether something in between answers in its place, such as a proxy or a page to sign in.',
};

/**
 * tuf-js says by words alone what it refused where it wraps one error in another, so words are what is looked at. Each row is kept
 * true by a test of the scenario.
 */
const WORDS: readonly (readonly [RegExp, Refused])[] = [
  [/is expired$/m, 'expired'],
  [/is less than current version|Missing file .* in new snapshot|Expected version \d+, got /, 'rollback'],
  [/was signed by \d+\/\d+ keys|^no delegations? found for|^multiple signatures found/i, 'signature'],
  [
    /doesn't match timestamp|does not match snapshot version|Expected (?:hash|length) |^Missing .*\.json in snapshot/m,
    'mix-and-match',
  ],
];

/**
 * What tuf-js threw, as an error that says what to do.
 * @param known what kept a file from being had, if that is why it ended
 * @param of the file that was read last: tuf-js does not say which one is no metadata
 */
export function refusal(error: unknown, known: ChoraError | null, of: string | null = null): ChoraError {
  if (known !== null) return known;
  if (error instanceof ChoraError) return error;
  const said = messageOf(error);
  if (/Failed to persist metadata/.test(said) || systemCode(error) !== null) {
    return new ChoraError(
      'io',
      'io/write',
      `The trusted metadata cannot be written: ${quote(said, 200)}.`,
      'Check the free space and the permissions; then run again.',
      { cause: error },
    );
  }
  const kind = WORDS.find(([words]) => words.test(said))?.[1] ?? 'invalid';
  const title = kind === 'invalid' && of !== null ? `${printable(of)} is not valid TUF metadata` : TITLES[kind];
  return new ChoraError('trust', `tuf/${kind}`, `${title}: ${printable(said.slice(0, 300))}.`, HINTS[kind], { cause: error });
}

const TITLES: Record<Refused, string> = {
  rollback: 'The release is older than what is trusted already',
  expired: 'The metadata has expired',
  signature: 'The metadata is not signed as it must be',
  'mix-and-match': 'The metadata does not fit together',
  invalid: 'This is not valid TUF metadata',
};

/** The words alone, without those that tuf-js puts before the error that it wraps. */
function messageOf(error: unknown): string {
  const said =
    error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error) ? error.message : error;
  return String(said)
    .replace(/^(?:Unable to load (?:snapshot metadata|targets) error )?(?:\w*Error: )?(?:Final )?/, '')
    .trim();
}

/** What a request could not get. */
export function unreachable(what: string, reason: string, cause?: unknown): ChoraError {
  return new ChoraError(
    'network',
    'tuf/unreachable',
    `${printable(what)} cannot be read: ${printable(reason)}.`,
    'Check the address and the network; then run again. What is trusted already stays in place.',
    cause === undefined ? undefined : { cause },
  );
}

export function tooSlow(what: string, reason: string): ChoraError {
  return new ChoraError(
    'network',
    'tuf/slow',
    `${printable(what)} was given up: ${reason}.`,
    'Try again later, or from another mirror. What is trusted already stays in place.',
  );
}

export function endlessData(what: string, limit: number): ChoraError {
  return new ChoraError(
    'trust',
    'tuf/endless-data',
    `${printable(what)} is longer than the ${limit} bytes that it may have.`,
    'Nothing of it was used. Check the address; if it is right, tell the publisher.',
  );
}

/** `view`: null for a root that does not say of which one it is. */
export function otherView(what: string, view: RootView | null, trusted: RootView): ChoraError {
  return new ChoraError(
    'trust',
    'tuf/other-view',
    `${printable(what)} is a root of ${view === null ? 'no view that it names' : `the view ${view}`}, and the one that is trusted is of the view ${trusted}.`,
    'Nothing of it was used: the two views expire at different times. Check the address; if it is right, tell the publisher.',
  );
}

export function unsafeName(name: string): ChoraError {
  return new ChoraError(
    'trust',
    'tuf/unsafe-name',
    `${quote(name)} is no name that may be read: it leads elsewhere, or holds characters that have no place in a name.`,
    'Tell the publisher. Nothing was read.',
  );
}
