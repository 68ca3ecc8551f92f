import { describe, expect, test } from '@jest/globals';
import picomatch from 'picomatch';
import { DEFAULT_GLOBS } from '../../src/manifest/formats.js';
import { manifest, read } from './reading.js';

const matches = picomatch([...DEFAULT_GLOBS]);

describe('the default globs', () => {
  test.each([
    'capability.yaml',
    'capability.yml',
    'capabilities/boil.yaml',
    'capabilities/boil.yml',
    'capabilities/boil.json',
    'capabilities/alias-mapping.json',
    '.chora/kettle.yaml',
    'packages/kettle/.chora/kettle.yml',
    'packages/kettle/capability.yaml',
    'manifests/star.yaml',
    'manifests/score.yml',
    'star.yaml',
    'stars/kitchen/star.yaml',
    'sap-catalog.json',
    'base/sap-catalog.json',
    'namespace.yaml',
    'inbox/coordination/CAPABILITIES/kitchen.yaml',
    'catalog-info.yaml',
    'a/b/catalog-info.yml',
    'server.json',
    'a/server.json',
    'servers/kettle/server.yaml',
    'registry/kettle/spec.yaml',
  ])('%s is looked at', (path) => expect(matches(path)).toBe(true));

  test.each([
    'k8s/namespace.yaml',
    'k8s/manifests/service.yaml',
    'docs/capabilities/boil.yaml',
    'package.json',
    'openapi.yaml',
    '.github/workflows/catalog-info.yml',
    'capability.md',
  ])('%s is not', (path) => expect(matches(path)).toBe(false));
});

test('the content makes the format, not the name', () => {
  for (const path of ['server.json', 'star.yaml', 'sap-catalog.json', 'x']) {
    expect(read(manifest(), { path }).manifest?.format).toBe('chora');
  }
});
