import type { Entry, SourceRow } from '../../model/generated/types.js';
import { visible } from '../text.js';
import { OUTCOMES, SOURCE_STATES, type Tone } from '../words.js';
import { widthOf } from './badge-text.js';
import { escapeXml } from './xml.js';

/** What a badge says: a label, a value in words, and a colour that says nothing more. */
export interface Badge {
  readonly label: string;
  readonly value: string;
  readonly tone: Tone;
}

/** White text on any of them has a contrast of 4.5 or more. */
export const BADGE_COLOURS: Readonly<Record<Tone | 'label', string>> = {
  label: '#4b5159',
  ok: '#1a7035',
  warn: '#8a5a00',
  bad: '#b3261e',
  info: '#1f5fa8',
  quiet: '#646b75',
};
const LONGEST = 40;
const PADDING = 6;

export function versionBadge({ version, capability: { lifecycle_stage, stability, deprecation } }: Entry): Badge {
  const text = version ?? 'unversioned';
  if (lifecycle_stage === 'retired') return { label: 'version', value: `${text} retired`, tone: 'bad' };
  if (stability === 'deprecated' || deprecation !== undefined)
    return { label: 'version', value: `${text} deprecated`, tone: 'warn' };
  return { label: 'version', value: text, tone: version === null ? 'quiet' : 'info' };
}

export function provenanceBadge({ provenance }: Entry): Badge {
  if (provenance === undefined) return { label: 'provenance', value: 'not checked', tone: 'quiet' };
  const { word, tone } = OUTCOMES[provenance.outcome];
  return { label: 'provenance', value: word, tone };
}

/**
 * How long what the catalog says may be relied on, and whether the run that wrote it could confirm the source. No picture knows what
 * time it is for the person who looks at it, so it never claims that a capability is fresh.
 */
export function freshnessBadge({ capability }: Entry, source: SourceRow | undefined, ttl: string): Badge {
  const promise = `ttl ${capability.ttl ?? source?.ttl ?? ttl}`;
  if (source === undefined || source.state === 'ok') return { label: 'freshness', value: promise, tone: 'info' };
  const { word, tone } = SOURCE_STATES[source.state];
  return { label: 'freshness', value: `${word.toLowerCase()}, ${promise}`, tone };
}

/** A flat SVG of two parts, 20 px high. */
export function renderBadge({ label, value, tone }: Badge): string {
  const whole = visible(value);
  const shown = shortened(whole);
  const [left, right] = [widthOf(label), widthOf(shown)];
  const split = left + 2 * PADDING;
  const width = split + right + 2 * PADDING;
  const title = escapeXml(`${label}: ${whole}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20" role="img" aria-label="${title}">
<title>${title}</title>
<path fill="${BADGE_COLOURS.label}" d="M3 0h${split - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z"/>
<path fill="${BADGE_COLOURS[tone]}" d="M${split} 0h${width - split - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${split}z"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">
<text x="${PADDING}" y="14" textLength="${left}" lengthAdjust="spacingAndGlyphs">${escapeXml(label)}</text>
<text x="${split + PADDING}" y="14" textLength="${right}" lengthAdjust="spacingAndGlyphs">${escapeXml(shown)}</text>
</g>
</svg>
`;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
