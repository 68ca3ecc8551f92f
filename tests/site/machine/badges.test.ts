import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Entry, Provenance, SourceRow } from '../../../src/model/generated/types.js';
import {
  BADGE_COLOURS,
  type Badge,
  freshnessBadge,
  provenanceBadge,
  renderBadge,
  versionBadge,
} from '../../../src/site/machine/badges.js';
import { entryOf, SOURCES } from '../fixtures.js';
import { HOSTILE_TEXTS } from './hostile-text.js';
import { elementsOf, parseXml } from './xml.js';

const CAPABILITY = { id: 'harbour.berth.allocate', version: '2.4.1', owner: null, lifecycle_stage: null };
const withOutcome = (outcome: Provenance['outcome']): Entry =>
  entryOf(CAPABILITY, { provenance: { outcome, admitted: true, rule: 'default', reason: '' } });
const sourceIn = (state: SourceRow['state'], ttl?: string): SourceRow => {
  const [row] = SOURCES;
  if (row === undefined) throw new Error('the fixtures have sources');
  return { ...row, state, ...(ttl === undefined ? {} : { ttl }) };
};
const shownIn = (svg: string): string[] => elementsOf(parseXml(svg), 'text').map(({ text }) => text);

describe('the badge of a version', () => {
  test.each([
    ['2.4.1', entryOf(CAPABILITY)],
    ['unversioned', entryOf({ ...CAPABILITY, version: null })],
    ['2.4.1 deprecated', entryOf({ ...CAPABILITY, stability: 'deprecated' })],
    ['2.4.1 deprecated', entryOf({ ...CAPABILITY, deprecation: {} })],
    ['2.4.1 retired', entryOf({ ...CAPABILITY, lifecycle_stage: 'retired', stability: 'deprecated' })],
  ] as const)('says %s in words', (value, entry) => {
    expect(shownIn(renderBadge(versionBadge(entry)))).toEqual(['version', value]);
  });
});

describe('the badge of provenance', () => {
  test.each(['verified', 'unsigned', 'untrusted', 'invalid'] as const)('says %s in words', (outcome) => {
    expect(shownIn(renderBadge(provenanceBadge(withOutcome(outcome))))).toEqual(['provenance', outcome]);
  });

  test('claims nothing where there is no policy', () => {
    expect(shownIn(renderBadge(provenanceBadge(entryOf(CAPABILITY))))).toEqual(['provenance', 'not checked']);
  });
});

describe('the badge of freshness', () => {
  test('says how long the catalog may be relied on, by the nearest time to live', () => {
    const own = entryOf({ ...CAPABILITY, ttl: '26h' });
    expect(freshnessBadge(own, sourceIn('ok', '2h'), '60m').value).toBe('ttl 26h');
    expect(freshnessBadge(entryOf(CAPABILITY), sourceIn('ok', '2h'), '60m').value).toBe('ttl 2h');
    expect(freshnessBadge(entryOf(CAPABILITY), sourceIn('ok'), '60m').value).toBe('ttl 60m');
  });

  test.each(['missing', 'unreachable', 'rate-limited', 'deleted'] as const)('says that the source was %s', (state) => {
    const { value, tone } = freshnessBadge(entryOf(CAPABILITY), sourceIn(state), '60m');
    expect(value).toBe(
      `${{ missing: 'missing', unreachable: 'unreachable', 'rate-limited': 'rate limited', deleted: 'removed' }[state]}, ttl 60m`,
    );
    expect(tone).not.toBe('info');
  });

  test('never calls anything fresh', () => {
    for (const { state } of SOURCES)
      expect(freshnessBadge(entryOf(CAPABILITY), sourceIn(state), '60m').value).not.toContain('fresh');
  });
});

describe('a badge', () => {
  const badge: Badge = { label: 'version', value: '2.4.1', tone: 'info' };

  test('is a picture with a name', () => {
    const svg = parseXml(renderBadge(badge));
    expect(svg).toMatchObject({
      name: 'svg',
      attributes: { role: 'img', 'aria-label': 'version: 2.4.1', xmlns: 'http://www.w3.org/2000/svg' },
    });
    expect(svg.children[0]).toMatchObject({ name: 'title', text: 'version: 2.4.1' });
  });

  test.each(Object.entries(BADGE_COLOURS))('is readable in white on %s (%s)', (_tone, colour) => {
    const channel = (at: number): number => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    };
    const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
    expect(1.05 / (luminance + 0.05)).toBeGreaterThanOrEqual(4.5);
  });

  test('keeps its text inside its parts', () => {
    for (const value of ['1', '2.4.1', '10.20.30-alpha.1+build.5', 'W'.repeat(30), '漢'.repeat(20)]) {
      const svg = parseXml(renderBadge({ ...badge, value }));
      const [label, shown] = elementsOf(svg, 'text').map(({ attributes }) => ({
        x: Number(attributes['x']),
        length: Number(attributes['textLength']),
      }));
      if (label === undefined || shown === undefined) throw new Error('a badge has two texts');
      expect(label.x + label.length).toBeLessThan(shown.x);
      expect(shown.x + shown.length).toBeLessThan(Number(svg.attributes['width']));
    }
  });

  test('cuts a long value and has all of it in its name', () => {
    const value = '1.0.0-'.padEnd(100, 'x');
    const svg = renderBadge({ ...badge, value });
    expect(shownIn(svg)[1]).toHaveLength(40);
    expect(elementsOf(parseXml(svg), 'title')[0]?.text).toBe(`version: ${value}`);
  });

  test.each(HOSTILE_TEXTS)('is one picture and no more with the value %j', (value) => {
    const svg = parseXml(renderBadge({ ...badge, value }));
    expect(svg.children.map(({ name }) => name)).toEqual(['title', 'path', 'path', 'g']);
  });

  test('is well-formed with any value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => expect(shownIn(renderBadge({ ...badge, value }))).toHaveLength(2)),
    );
  });
});
