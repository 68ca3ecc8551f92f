import { describe, expect, test } from '@jest/globals';
import { alternateLinks, capabilityJsonLd, catalogJsonLd } from '../../../src/site/machine/head.js';
import { scriptJson } from '../../../src/site/machine/json-ld.js';
import { catalogOf, DOCUMENTS, documentOf, FINDINGS, IDENTITY, SOURCES } from '../fixtures.js';
import { HOSTILE_TEXTS } from './hostile-text.js';

const { url: _url, ...WITHOUT_ADDRESS } = IDENTITY;
const BERTH = documentOf({
  id: 'harbour.berth.allocate',
  version: '2.4.1',
  owner: 'Quayside planning',
  lifecycle_stage: 'operate',
  title: 'Allocate a berth',
  description: 'Gives a ship a berth.',
  tags: ['ships', 'tides'],
  interfaces: [{ kind: 'rest' }],
  documentation: { reference: 'https://berths.harbour.example/reference' },
});

describe('the JSON-LD of a capability', () => {
  test('says in words of schema.org what the record says', () => {
    expect(JSON.parse(capabilityJsonLd(IDENTITY, BERTH, 'harbour.berth.allocate'))).toEqual({
      '@context': 'https://schema.org',
      '@type': ['SoftwareApplication', 'WebAPI'],
      url: 'https://catalog.harbour.example/capabilities/harbour.berth.allocate.html',
      identifier: 'harbour.berth.allocate',
      name: 'Allocate a berth',
      description: 'Gives a ship a berth.',
      softwareVersion: '2.4.1',
      creativeWorkStatus: 'operate',
      keywords: ['ships', 'tides'],
      provider: { '@type': 'Organization', name: 'Quayside planning' },
      softwareHelp: { '@type': 'CreativeWork', url: 'https://berths.harbour.example/reference' },
      isPartOf: {
        '@type': 'DataCatalog',
        '@id': 'https://catalog.harbour.example/',
        name: 'Harbour capabilities',
      },
    });
  });

  test('leaves out what the record does not say, and addresses where the catalog has none', () => {
    const bare = documentOf({ id: 'a.b', version: null, owner: null, lifecycle_stage: null });
    expect(JSON.parse(capabilityJsonLd(WITHOUT_ADDRESS, bare, 'a.b'))).toEqual({
      '@context': 'https://schema.org',
      '@type': 'SoftwareApplication',
      identifier: 'a.b',
      name: 'a.b',
      isPartOf: { '@type': 'DataCatalog', name: 'Harbour capabilities' },
    });
  });

  test.each(['javascript:alert(1)', 'docs/reference.md', 'https://known.example@evil.example/'])(
    'has no address for the reference %s',
    (reference) => {
      const [entry] = BERTH.versions;
      const document = documentOf({ ...entry.capability, documentation: { reference } });
      expect(capabilityJsonLd(IDENTITY, document, 'x')).not.toContain('softwareHelp');
    },
  );

  test.each(HOSTILE_TEXTS)('cannot end its script with the text %j', (text) => {
    const document = documentOf({
      id: text || 'x',
      version: text,
      owner: text,
      lifecycle_stage: null,
      title: text,
      description: text,
      tags: [text],
    });
    const json = capabilityJsonLd({ ...IDENTITY, name: text }, document, 'x');
    expect(json).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(json)).toMatchObject({ '@context': 'https://schema.org' });
  });
});

test('the JSON-LD of a catalog names it and its list of capabilities', () => {
  expect(JSON.parse(catalogJsonLd(catalogOf(DOCUMENTS, SOURCES, FINDINGS)))).toMatchObject({
    '@type': 'DataCatalog',
    name: 'Harbour capabilities',
    dataset: { distribution: { contentUrl: 'https://catalog.harbour.example/api/v1/capabilities.json' } },
  });
});

test('JSON in a script is the same value after it was escaped', () => {
  for (const text of HOSTILE_TEXTS) expect(JSON.parse(scriptJson({ text }))).toEqual({ text });
});

test('every page can name the feeds from where it is', () => {
  expect(alternateLinks('../').map(({ href }) => href)).toEqual(['../feeds/changes.atom', '../feeds/changes.json']);
});
