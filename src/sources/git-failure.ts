import type { SourceFailure } from '../model/source.js';

type Kind = Omit<SourceFailure, 'args'>;
const MISSING: Kind = { code: 'source/missing', state: 'missing', transient: false };
const CREDENTIALS: Kind = { code: 'source/needs-credentials', state: 'missing', transient: false };
const RATE_LIMITED: Kind = { code: 'source/rate-limited', state: 'rate-limited', transient: false };
const BROKEN: Kind = { code: 'source/unreachable', state: 'unreachable', transient: false };
const TRANSIENT: Kind = { code: 'source/unreachable', state: 'unreachable', transient: true };

/** What git and its transports say (in LC_ALL=C), first match wins. Collected from git's own sources and from hosts' answers. */
const SAYINGS: readonly (readonly [RegExp, Kind])[] = [
  [/returned error: 429|rate limit/i, RATE_LIMITED],
  [
    /could not read (Username|Password)|terminal prompts disabled|Authentication failed|Permission denied \(|returned error: 40[13]|Host key verification failed/i,
    CREDENTIALS,
  ],
  [
    /repository '[^'\n]*' not found|Repository not found|does not appear to be a git repository|does not exist|could not be found or you don't have permission|access denied or repository not exported|returned error: (404|410)/i,
    MISSING,
  ],
  [
    /dubious ownership|transport '[^'\n]*' not allowed|is not allowed|unable to find remote helper|protocol "[^"\n]*" (not supported|disabled)|dumb http transport does not support/i,
    BROKEN,
  ],
  [
    /SSL certificate problem|certificate verification failed|no alternative certificate subject name|certificate subject name .* does not match/i,
    BROKEN,
  ],
];

/**
 * How git and its transports say that nobody answers at the host, or something broken. Only at the start of a line, where a
 * repository's own words cannot stand.
 */
const HOST_DOWN = [
  /^fatal: unable to access '[^'\n]*': (Could not resolve (host|proxy)|Failed to connect|Connection timed out|Operation (timed out|too slow)|Empty reply from server|Recv failure|Send failure|.*SSL connection timeout|.*Connection reset|.*gnutls_handshake|.*SSL_ERROR_SYSCALL|The requested URL returned error: 5\d\d)/im,
  /^fatal: unable to (connect to|look up) /im,
  /^ssh: (connect to host|Could not resolve hostname) /im,
  /^block timeout reached$/im,
];

/** Characters of git's output that are looked at: a host may have it print a great many. */
const LOOKED_AT = 16_384;
/** What git adds to any failure of a transport. */
const SAYS_NOTHING =
  /^(fatal: Could not read from remote repository\.|Please make sure you have the correct access rights|and the repository exists\.)$/;

/** Turns what git printed when it failed into a failure of the source. What is not known is taken to pass. */
export function classifyGitFailure(whole: string): SourceFailure {
  const output = whole.slice(-LOOKED_AT);
  const kind = SAYINGS.find(([pattern]) => pattern.test(output))?.[1] ?? TRANSIENT;
  const hostDown = kind === TRANSIENT && HOST_DOWN.some((pattern) => pattern.test(output));
  return { ...kind, args: { detail: lastWords(output) }, ...(hostDown ? { hostDown } : {}) };
}

/** The line that says most: the last that starts with `fatal:` or `error:`, or else the last. */
function lastWords(output: string): string {
  const lines = output
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !SAYS_NOTHING.test(line));
  const telling = lines.findLast((line) => /^(fatal|error|ERROR):/.test(line)) ?? lines.at(-1) ?? 'git gave no reason';
  return withoutCredentials(telling.replace(/^(fatal|error|ERROR):\s*/, ''));
}

function withoutCredentials(text: string): string {
  return text.replace(/([a-z]+:\/\/)[^/\s]+@/gi, '$1');
}
