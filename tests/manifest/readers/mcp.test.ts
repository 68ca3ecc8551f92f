import { describe, expect, test } from '@jest/globals';
import { reverseDns } from '../../../src/manifest/readers/mcp-registries.js';
import { capability, codes, only, places, read } from '../reading.js';

describe('server.json', () => {
  const server = {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: 'io.github.HobTeam/kettle',
    title: 'Kettle',
    description: 'Boils water for assistants',
    version: '1.2.0',
    websiteUrl: 'https://kettle.example',
    repository: { url: 'https://github.com/HobTeam/kettle', source: 'github' },
    status: 'active',
    packages: [
      {
        registryType: 'npm',
        identifier: '@hob/kettle',
        version: '1.2.0',
        transport: { type: 'stdio' },
        environmentVariables: [
          { name: 'GAS_KEY', isSecret: true },
          { name: 'SHELF', isSecret: false },
        ],
      },
      { registryType: 'oci', identifier: 'ghcr.io/hob/kettle', version: '1.2.0', transport: { type: 'stdio' } },
    ],
    remotes: [{ type: 'streamable-http', url: 'https://kettle.example/mcp', headers: [{ name: 'X-Key', isSecret: true }] }],
  };

  test('in the spelling of today', () => {
    const { manifest, findings } = read(JSON.stringify(server), { path: 'server.json' });
    expect(manifest?.format).toBe('mcp-server');
    expect(codes(findings)).toEqual(['manifest/mapped-fields']);
    expect(manifest?.records[0]?.capability).toEqual({
      id: 'io.github.HobTeam/kettle',
      version: '1.2.0',
      owner: null,
      lifecycle_stage: 'operate',
      title: 'Kettle',
      description: 'Boils water for assistants',
      kind: 'mcp-server',
      domain: 'mcp',
      interfaces: [
        { kind: 'mcp', name: 'stdio' },
        { kind: 'mcp', name: 'streamable-http', endpoint: 'https://kettle.example/mcp' },
      ],
      links: [
        { title: 'Repository', url: 'https://github.com/HobTeam/kettle' },
        { title: 'Website', url: 'https://kettle.example' },
      ],
      packages: [
        { registry: 'npm', name: '@hob/kettle', version: '1.2.0' },
        { registry: 'oci', name: 'ghcr.io/hob/kettle', version: '1.2.0' },
      ],
      secrets_required: ['GAS_KEY', 'X-Key'],
    });
  });

  test('in the spelling of the first registry', () => {
    const old = {
      name: 'io.github.hob/kettle',
      version_detail: { version: '0.1.0' },
      packages: [
        {
          registry_name: 'pypi',
          name: 'hob-kettle',
          version: '0.1.0',
          environment_variables: [{ name: 'GAS_KEY', is_secret: true }],
        },
      ],
    };
    expect(capability(JSON.stringify(old))).toMatchObject({
      id: 'io.github.hob/kettle',
      version: '0.1.0',
      packages: [{ registry: 'pypi', name: 'hob-kettle', version: '0.1.0' }],
      secrets_required: ['GAS_KEY'],
    });
  });

  test('rows of the json-server program are not taken for a server', () => {
    const rows = { packages: [{ id: 1, weight: 3 }], users: [{ id: 1, name: 'Anna' }] };
    expect(codes(read(JSON.stringify(rows), { path: 'server.json' }).findings)).toEqual(['manifest/not-recognized']);
    expect(codes(read(JSON.stringify({ ...rows, name: 'db' }), { path: 'server.json' }).findings)).toEqual([
      'manifest/not-recognized',
    ]);
  });

  test('a server without name or version says so', () => {
    const { $schema } = server;
    expect(places(read(JSON.stringify({ $schema, version: '1.0.0' })).findings)).toEqual(['manifest/no-id 1:1']);
    expect(codes(read(JSON.stringify({ $schema, name: 'a.b/c' })).findings)).toEqual(['manifest/missing-field']);
  });

  test('packages and remotes that do not fit are told and left out', () => {
    const known = read(
      '{"name": "a.b/c", "version": "1.0.0", "version_detail": {}, "packages": [{"registryType": "npm"}, 7], "remotes": [{"url": "data:x"}]}',
    );
    expect(places(known.findings)).toEqual([
      'manifest/missing-field 1:74',
      'manifest/wrong-type 1:99',
      'manifest/unsafe-url 1:123',
    ]);
    expect(known.manifest?.records[0]?.capability).toMatchObject({ packages: [], interfaces: [{ kind: 'mcp' }] });
  });
});

describe('server.yaml of Docker’s registry', () => {
  const text = `name: SQLkettle
image: hob/kettle:2.1@sha256:00
type: server
meta: {category: kitchen, tags: [tea, kitchen]}
about: {title: Kettle, description: Boils water, icon: "https://kettle.example/icon.svg"}
source: {project: "https://github.com/hob/kettle", commit: 0a1b}
config:
  secrets: [{name: kettle.key, env: GAS_KEY, example: "<KEY>"}]
  env: [{name: SHELF, value: "{{kettle.shelf}}"}]
`;
  const where = { source: 'github.com/hob/mcp-registry', path: 'servers/sqlkettle/server.yaml' };

  test('the id is the registry’s owner and the name', () => {
    const { manifest, findings } = read(text, where);
    expect(manifest?.format).toBe('mcp-server');
    expect(manifest?.records[0]?.capability).toEqual({
      id: 'io.github.hob/SQLkettle',
      version: null,
      owner: null,
      lifecycle_stage: null,
      title: 'Kettle',
      description: 'Boils water',
      kind: 'mcp-server',
      domain: 'mcp',
      tags: ['tea', 'kitchen'],
      interfaces: [{ kind: 'mcp', name: 'stdio' }],
      links: [{ title: 'Source', url: 'https://github.com/hob/kettle' }],
      packages: [{ registry: 'oci', name: 'hob/kettle', version: '2.1' }],
      secrets_required: ['GAS_KEY'],
    });
    expect(only(findings, 'manifest/id-qualified').message).toBe('The name “SQLkettle” is indexed as “io.github.hob/SQLkettle”.');
    expect(codes(findings)).not.toContain('manifest/template');
  });

  test('a remote server has its endpoint', () => {
    const remote = text.replace(
      'image: hob/kettle:2.1@sha256:00\n',
      'remote: {transport_type: sse, url: "https://kettle.example/sse"}\n',
    );
    expect(capability(remote, where)).toMatchObject({
      interfaces: [{ kind: 'mcp', name: 'sse', endpoint: 'https://kettle.example/sse' }],
    });
  });

  test('a name that is qualified already is left as it is', () => {
    const { manifest, findings } = read(text.replace('SQLkettle', 'org.example/kettle'), where);
    expect(manifest?.records[0]?.capability.id).toBe('org.example/kettle');
    expect(codes(findings)).not.toContain('manifest/id-qualified');
  });

  test('a name that would escape is refused', () => {
    expect(places(read(text.replace('SQLkettle', '".."'), where).findings)).toContain('manifest/hostile-id 1:7');
  });
});

describe('spec.yaml of ToolHive’s registry', () => {
  const text = `image: ghcr.io/hob/kettle:1.0.3
description: Boils water
transport: streamable-http
tier: Community
status: Active
author: Team Hob
repository_url: https://github.com/hob/kettle
tools: [boil, whistle]
env_vars:
  - {name: GAS_KEY, secret: true}
  - {name: SHELF}
permissions: {network: {}}
provenance:
  cert_issuer: https://token.actions.githubusercontent.com
  repository_uri: https://github.com/hob/kettle
  runner_environment: github-hosted
  signer_identity: /.github/workflows/release.yml
  sigstore_url: tuf-repo-cdn.sigstore.dev
`;
  const where = { source: 'github.com/stall/registry', path: 'registry/kettle/spec.yaml' };

  test('without a name it has that of its folder', () => {
    const { manifest, findings } = read(text, where);
    expect(manifest?.records[0]?.capability).toEqual({
      id: 'io.github.stall/kettle',
      version: null,
      owner: 'Team Hob',
      lifecycle_stage: 'operate',
      description: 'Boils water',
      kind: 'mcp-server',
      domain: 'mcp',
      behaviors: [{ id: 'boil' }, { id: 'whistle' }],
      interfaces: [{ kind: 'mcp', name: 'streamable-http' }],
      links: [{ title: 'Repository', url: 'https://github.com/hob/kettle' }],
      packages: [{ registry: 'oci', name: 'ghcr.io/hob/kettle', version: '1.0.3' }],
      claimed_signer: {
        issuer: 'https://token.actions.githubusercontent.com',
        source_repository: 'https://github.com/hob/kettle',
        signer_workflow: '/.github/workflows/release.yml',
        runner_environment: 'github-hosted',
      },
      secrets_required: ['GAS_KEY'],
    });
    expect(only(findings, 'manifest/dropped-fields').message).toBe('Not carried over into the record: “tier, permissions”.');
  });

  test('a name of its own wins', () => {
    expect(capability(`name: pot\n${text}`, where).id).toBe('io.github.stall/pot');
  });
});

describe('names in reverse DNS', () => {
  test.each([
    ['github.com/docker/mcp-registry', 'io.github.docker'],
    ['git.example.org/team/repo', 'org.example.git.team'],
    ['git.example.org/group/team/repo', 'org.example.git.group.team'],
    ['git.example.org:8443/team/repo', 'org.example.git.team'],
    ['git.example.org/repo', 'org.example.git'],
    ['dir:a/b', 'local.a'],
    ['dir:a', 'local.a'],
    ['dir:../x', 'local.x'],
  ])('%s is %s', (source, name) => {
    expect(reverseDns(source)).toBe(name);
  });
});
