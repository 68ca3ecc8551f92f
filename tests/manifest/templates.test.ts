import { describe, expect, test } from '@jest/globals';
import { codes, manifest, read } from './reading.js';

describe('templates', () => {
  test.each([
    ['Backstage', manifest().replace('team-hob', `\${{ values.owner }}`)],
    ['Jinja', manifest().replace('kitchen.kettle.boil', '"{{ domain }}.kettle.boil"')],
    ['angle brackets twice', manifest().replace('1.0.0', '<<Version>>')],
    ['the owner in angle brackets', '{"name": "io.github.<owner>/<server-name>", "version_detail": {"version": "1.0.0"}}'],
    ['words to fill in', manifest().replace('team-hob', '<your team>')],
    ['no YAML before it is filled in', 'id: {{ cookiecutter.id | jsonify }}\nversion: 1.0.0\n'],
    ['statements', '{% if values.api %}\nid: a: b\n{% endif %}\n'],
    ['an entity', `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: \${{values.name}}\n`],
    ['one document of several', `${manifest()}---\n${manifest().replace('boil', `\${{ values.verb }}`)}`],
  ])('%s: one finding, no record', (_what, text) => {
    const { manifest: whole, findings } = read(text);
    expect(whole).toBeNull();
    expect(codes(findings)).toEqual(['manifest/template']);
  });

  test.each([
    'skeleton/capability.yaml',
    'a/skeletons/b/catalog-info.yaml',
    'templates/star.yaml',
    'Template/x/server.json',
    `plugins/\${{values.id}}/catalog-info.yaml`,
  ])('%s lies in a folder of templates', (path) => {
    expect(codes(read('[broken', { path }).findings)).toEqual(['manifest/template']);
  });

  test.each(['templates.yaml', 'static-template/capability.yaml', 'docs/skeletal/capability.yaml'])('%s does not', (path) => {
    expect(read(manifest(), { path }).manifest?.records).toHaveLength(1);
  });

  test.each([
    ['a description', `description: Fill in {{ name }} and \${{ x }}\n`],
    ['a secret', 'secrets_required: ["<your key>"]\n'],
    ['an extension', 'x-env: [{value: "{{kettle.shelf}}"}]\n'],
  ])('%s may hold placeholders', (_what, more) => {
    expect(read(manifest(more)).manifest?.records).toHaveLength(1);
  });

  test('a broken file without placeholders is not a template', () => {
    expect(codes(read('id: [a\n').findings)).toEqual(['manifest/syntax']);
  });

  test('a file that is over a limit is told as such, whatever it holds', () => {
    expect(codes(read(`# {{ x }}\n${'['.repeat(100)}`).findings)).toEqual(['manifest/too-deep']);
  });
});
