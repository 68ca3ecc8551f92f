import type { ComponentChild } from 'preact';
import type { CapabilitySummary, CompatibilityDocument } from '../../model/generated/types.js';
import { facts } from '../components/facts.js';
import { none } from '../components/mark.js';
import { renderPage } from '../components/page.js';
import { section } from '../components/section.js';
import { verdictLetter } from '../components/verdict.js';
import type { SiteContext } from '../context.js';
import { dependenciesOf, type Explain } from '../matrix/dependencies.js';
import { VERDICT_ORDER, VERDICTS } from '../matrix/verdicts.js';
import { counted, grouped } from '../text.js';
import { matrixFrame } from './matrix/frame.js';
import { circles, type FileOf, olderNames, startOrder, strangeIds } from './matrix/names.js';
import { openTable } from './matrix/open.js';
import { countTable } from './matrix/totals.js';
import { waiverTable } from './matrix/waivers.js';

export interface MatrixPage {
  readonly compatibility: CompatibilityDocument;
  /** Those that have pages. */
  readonly capabilities: readonly CapabilitySummary[];
  readonly explain: Explain;
}

/**
 * compatibility.html: the matrix, drawn by script from the two documents that hold it, and under it in words all that does not hold.
 * There is no clock in it: what a waiver or a sunset is today is said by script.
 */
export function renderMatrix({ catalog }: SiteContext, { compatibility, capabilities, explain }: MatrixPage): string {
  const files = new Map(capabilities.map(({ id, file }) => [id, file]));
  const fileOf: FileOf = (id) => files.get(id);
  const current = [...dependenciesOf(compatibility)].filter((each) => each.current);
  const open = current.filter(({ asked }) => asked.verdict !== 'compatible');
  const { cycles, aliases, waivers } = compatibility;
  const strange = strangeIds(compatibility, fileOf);
  return renderPage(catalog, {
    root: '',
    path: 'compatibility.html',
    title: 'Compatibility',
    description: `Which capabilities of ${catalog.name} need which, in which versions, and whether that holds.`,
    section: 'compatibility',
    style: 'matrix',
    script: 'matrix',
    crumbs: [],
    children: [
      <h1>Compatibility</h1>,
      <p class="lead">{leadOf(current.length, open.length)}</p>,
      <p class="more">
        <a href="decisions.html">Decisions and waivers</a> · as data: <a href="api/v1/compatibility.json">compatibility.json</a>,
        or <code>chora matrix --format csv</code>
      </p>,
      matrixFrame(),
      section('open', 'What does not hold, or is not known', openTable(open, waivers, explain, fileOf)),
      section('totals', 'In numbers', countTable(compatibility.counts)),
      cycles.length > 0 && section('cycles', 'Circles', circles(compatibility, fileOf)),
      strange !== null && section('unknown-ids', 'Ids that nobody describes', strange),
      aliases.length > 0 && section('older-names', 'Older names', olderNames(compatibility, fileOf)),
      waivers.length > 0 && section('waivers', 'Waivers', waiverTable('', waivers)),
      section('start-order', 'Start order', startOrder(compatibility, fileOf)),
      section('verdicts', 'What the verdicts mean', meanings()),
    ],
  });
}

function leadOf(all: number, open: number): ComponentChild {
  if (all === 0) return 'No capability of this catalog declares that it depends on another one.';
  const held = open === 0 ? 'all of them hold' : `${grouped(open)} ${open === 1 ? 'does' : 'do'} not simply hold`;
  return `Current versions declare ${counted(all, 'dependency', 'dependencies')}; ${held}. A verdict says whether what is asked for is there, whatever its tests say.`;
}

const meanings = (): ComponentChild => [
  facts(VERDICT_ORDER.map((verdict) => [[verdictLetter(verdict), ' ', VERDICTS[verdict].word], VERDICTS[verdict].meaning])),
  <p class="detail more">
    Waivers and sunsets are compared with the clock of your device. {none('Unknown never counts as compatible.')}
  </p>,
];
