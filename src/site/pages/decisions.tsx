import type { ComponentChild, VNode } from 'preact';
import type { AppliedWaiver, CapabilitySummary } from '../../model/generated/types.js';
import { command } from '../components/command.js';
import { copyable } from '../components/copyable.js';
import { facts } from '../components/facts.js';
import { lines } from '../components/lines.js';
import { mark, none } from '../components/mark.js';
import { moment } from '../components/moment.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { titledUrl, words } from '../components/strangers.js';
import { verdictMark } from '../components/verdict.js';
import type { SiteContext } from '../context.js';
import { DECISION_KINDS, type LoggedDecision } from '../decision-words.js';
import { baseUrl } from '../machine/base-url.js';
import { DECISION_FEEDS } from '../machine/decision-feeds.js';
import { counted, grouped, prose } from '../text.js';
import { type FileOf, named } from './matrix/names.js';
import { waiverState } from './matrix/waivers.js';

export interface DecisionsPage {
  /** In the order of the log. */
  readonly decisions: readonly LoggedDecision[];
  /** Those that are granted and whose file is there. */
  readonly waivers: readonly AppliedWaiver[];
  /** Those that have pages. */
  readonly capabilities: readonly CapabilitySummary[];
}

/** Decisions that the page shows; the log has all. */
const MOST = 500;
const LOG = 'api/v1/decisions.ndjson';

/** decisions.html: the log of what the stewards of the catalog decided, newest first. */
export function renderDecisions({ catalog }: SiteContext, { decisions, waivers, capabilities }: DecisionsPage): string {
  const files = new Map(capabilities.map(({ id, file }) => [id, file]));
  const show = decisionItem(new Map(decisions.map((each) => [each.digest, each])), waivers, (id) => files.get(id));
  const left = decisions.length - MOST;
  return renderPage(catalog, {
    root: '',
    path: 'decisions.html',
    title: 'Decisions',
    description: `What the stewards of ${catalog.name} decided, in a log that only grows.`,
    section: 'compatibility',
    style: 'matrix',
    crumbs: [{ text: 'Compatibility', href: 'compatibility.html' }],
    children: [
      <h1>Decisions</h1>,
      <p class="lead">
        What the stewards of this catalog decided, newest first: waivers, deprecations, policy. The log only grows. To undo a
        decision, another one is logged.
      </p>,
      decisions.length === 0 ? (
        <p class="more">{none('Nothing was decided yet.')}</p>
      ) : (
        [
          <p class="more">
            {counted(decisions.length, 'decision')}. To follow: <a href={DECISION_FEEDS.atom}>Atom</a>,{' '}
            <a href={DECISION_FEEDS.json}>JSON Feed</a>. As data: <a href={LOG}>decisions.ndjson</a>.
          </p>,
          <ol class="decisions" aria-label="Decisions, newest first">
            {decisions.slice(-MOST).toReversed().map(show)}
          </ol>,
          left > 0 && (
            <p class="more">
              and {grouped(left)} older ones in <a href={LOG}>{LOG}</a>.
            </p>
          ),
        ]
      ),
      section('verify', 'Why this cannot be rewritten', verification(catalog.url, decisions.at(-1))),
    ],
  });
}

const decisionItem =
  (byDigest: ReadonlyMap<string, LoggedDecision>, waivers: readonly AppliedWaiver[], fileOf: FileOf) =>
  ({ digest, decision }: LoggedDecision): VNode => {
    const { sequence, previous, decided_at, decided_by, kind, summary, capability, links = [], waiver, revokes } = decision;
    const { word, tone } = DECISION_KINDS[kind];
    const before = previous === null ? undefined : byDigest.get(previous);
    const ended = revokes === undefined ? undefined : byDigest.get(revokes);
    return (
      <li id={`decision-${sequence}`}>
        <p class="head">
          <a class="number" href={`#decision-${sequence}`} aria-label={`Decision ${sequence}`}>
            {sequence}
          </a>{' '}
          {mark(tone, word)} {capability !== undefined && named('', capability, fileOf)}{' '}
          {waiver !== undefined && <span class="state">{stateOf(digest, waivers)}</span>}
        </p>
        <p class="summary" dir="auto">
          {prose(summary)}
        </p>
        {facts([
          ['Decided by', words(decided_by)],
          ['When', moment(decided_at)],
          ...(waiver === undefined
            ? []
            : ([
                ['Consumer', named('', waiver.consumer, fileOf)],
                ['Although it is', verdictMark(waiver.verdict)],
                ['Reason', <span dir="auto">{prose(waiver.reason)}</span>],
                ['Approved by', words(waiver.approver)],
                ['From', moment(waiver.granted)],
                ['Until', moment(waiver.expires)],
              ] as const)),
          ['Revokes', ended === undefined ? null : anchor(ended)],
          ['More in', links.length === 0 ? null : lines(links, (link) => titledUrl(link))],
          ['Digest', copyable(`the digest of decision ${sequence}`, <code class="digest chain">{digest}</code>)],
          ['Bound to', before === undefined ? none('nothing: the first line') : [anchor(before), ' ', short(before.digest)]],
        ])}
      </li>
    );
  };

const anchor = ({ decision: { sequence } }: LoggedDecision): VNode => <a href={`#decision-${sequence}`}>decision {sequence}</a>;
const short = (digest: string): VNode => (
  <code class="detail" title={digest}>
    {digest.slice(0, 19)}…
  </code>
);

/** A waiver holds where its line and its file are there, and where it was not revoked. */
function stateOf(digest: string, waivers: readonly AppliedWaiver[]): ComponentChild {
  const applied = waivers.find(({ decision }) => decision === digest);
  return applied === undefined ? mark('quiet', 'its file is gone') : waiverState(applied);
}

function verification(url: string | undefined, last: LoggedDecision | undefined): ComponentChild {
  const published = baseUrl(url) ?? 'catalog/dist';
  return [
    <p class="description">
      Each line of the log names the SHA-256 digest of the line before, so that no line can be changed, taken out or put in
      between without changing all that follow. A run, and every mirror, refuses a log that does not begin with the one that it
      knew.
    </p>,
    <p class="detail more">In a working copy of the catalog’s repository, against what is published:</p>,
    command([['chora', 'decision', 'verify', '--against', published]]),
    last !== undefined && [
      <p class="detail more">Without this program: the newest line has the digest {short(last.digest)}</p>,
      <div class="copyable">
        <pre class="command" dir="ltr">
          <code>{`tail -n 1 ${LOG} | tr -d '\\n' | sha256sum`}</code>
        </pre>
        <button class="copy" type="button" aria-label="Copy the second command" aria-live="polite">
          Copy
        </button>
      </div>,
    ],
  ];
}
