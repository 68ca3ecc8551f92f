import { describe, expect, test } from '@jest/globals';
import { capability, codes, only, places, read } from '../reading.js';

const head = 'apiVersion: backstage.io/v1alpha1\n';
const text = `# The kettle and its API
${head}kind: Component
metadata:
  name: Kettle
  title: The kettle
  description: Boils water
  tags: [tea]
  annotations: {kitchen.example/shelf: "3"}
  links:
    - {url: "https://kettle.example", title: Dashboard, icon: dashboard}
    - {url: "javascript:alert(1)"}
spec:
  type: service
  lifecycle: production
  owner: group:default/team-hob
  system: stove
  dependsOn: [resource:gas, component:pots/pan]
  consumesApis: [Taps/Cold]
  providesApis: [kettle-api]
---
${head}kind: API
metadata: {name: kettle-api, namespace: Hob}
spec: {type: openapi, lifecycle: experimental, owner: user:default/anna, definition: "openapi: 3.1.0"}
---
${head}kind: Group
metadata: {name: team-hob}
---
${head}kind: User
metadata: {name: anna}
---
`;

describe('Backstage', () => {
  test('every entity but people, templates and locations is a record', () => {
    const { manifest, findings } = read(text, { path: 'catalog-info.yaml' });
    expect(manifest?.format).toBe('backstage');
    expect(manifest?.records.map(({ capability: { id }, line }) => [id, line])).toEqual([
      ['component:default/kettle', 2],
      ['api:hob/kettle-api', 22],
    ]);
    const told = only(findings, 'manifest/not-a-capability');
    expect(told).toMatchObject({ line: 27, message: 'Not indexed, as they are not capabilities: “group team-hob, user anna”.' });
  });

  test('a component in full', () => {
    expect(read(text).manifest?.records[0]?.capability).toEqual({
      id: 'component:default/kettle',
      version: null,
      owner: 'team-hob',
      lifecycle_stage: 'operate',
      title: 'The kettle',
      description: 'Boils water',
      kind: 'component',
      domain: 'stove',
      part_of: 'system:default/stove',
      tags: ['tea', 'service'],
      dependencies: [
        { id: 'resource:default/gas', type: 'dependsOn' },
        { id: 'component:pots/pan', type: 'dependsOn' },
        { id: 'api:taps/cold', type: 'consumesApis' },
      ],
      interfaces: [{ kind: 'other', name: 'api:default/kettle-api' }],
      links: [{ title: 'Dashboard', url: 'https://kettle.example' }],
    });
  });

  test('an API is an interface of its own', () => {
    expect(read(text).manifest?.records[1]?.capability).toMatchObject({
      owner: 'user:anna',
      lifecycle_stage: 'build',
      stability: 'experimental',
      interfaces: [{ kind: 'rest', name: 'openapi' }],
    });
  });

  test('what is dropped, translated and refused is told once for the file', () => {
    const { findings } = read(text);
    expect(codes(findings)).toEqual(
      ['manifest/mapped-fields', 'manifest/dropped-fields', 'manifest/unsafe-url', 'manifest/not-a-capability'].sort(
        (a, b) => findings.findIndex(({ code }) => code === a) - findings.findIndex(({ code }) => code === b),
      ),
    );
    expect(only(findings, 'manifest/dropped-fields').message).toBe(
      'Not carried over into the record: “metadata.annotations, spec.definition”.',
    );
  });

  test.each([
    ['team-hob', 'team-hob'],
    ['group:team-hob', 'team-hob'],
    ['group:default/team-hob', 'team-hob'],
    ['Group:kitchen/team-hob', 'kitchen/team-hob'],
    ['user:default/anna', 'user:anna'],
    ['user:anna', 'user:anna'],
  ])('the owner %s is %s', (written, owner) => {
    expect(capability(`${head}kind: Resource\nmetadata: {name: a}\nspec: {owner: "${written}"}\n`).owner).toBe(owner);
  });

  test('a subcomponent is part of its component', () => {
    expect(
      capability(`${head}kind: Component\nmetadata: {name: a}\nspec: {subcomponentOf: Stove, system: kitchen}\n`).part_of,
    ).toBe('component:default/stove');
  });

  test('dependencies without range are not told: the format has none', () => {
    expect(codes(read(`${head}kind: Component\nmetadata: {name: a}\nspec: {dependsOn: [component:b]}\n`).findings)).toEqual([]);
  });

  test('a lifecycle of one’s own is told and left out', () => {
    const { manifest, findings } = read(`${head}kind: Component\nmetadata: {name: a}\nspec: {lifecycle: whenever}\n`);
    expect(places(findings)).toEqual(['manifest/not-allowed-value 4:19']);
    expect(manifest?.records[0]?.capability.lifecycle_stage).toBeNull();
  });

  test('names that are missing, hostile or no text keep the entity out', () => {
    const entity = (metadata: string) => places(read(`${head}kind: Component\nmetadata: ${metadata}\n`).findings);
    expect(entity('{title: a}')).toEqual(['manifest/no-id 3:11']);
    expect(entity('{name: 7}')).toEqual(['manifest/id-not-text 3:18']);
    expect(entity('{name: ../a}')).toEqual(['manifest/hostile-id 3:18']);
    expect(entity('{name: a, namespace: "../.."}')).toEqual(['manifest/hostile-id 3:18']);
    expect(entity('[a]')).toEqual(['manifest/wrong-type 3:11', 'manifest/no-id 3:11'].sort());
  });

  test('a workflow that is called catalog-info is not recognised', () => {
    expect(codes(read('name: check\non: push\njobs: {}\n', { path: 'x/catalog-info.yml' }).findings)).toEqual([
      'manifest/not-recognized',
    ]);
  });
});
