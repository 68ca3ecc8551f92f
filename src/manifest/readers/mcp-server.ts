import type { Capability } from '../../model/manifest.js';
import { type Interface, readId, readStatus, readVersion } from '../common.js';
import type { Reading } from '../context.js';
import { type Fields, fieldOf } from '../fields.js';
import { compact, TEXT } from '../normalize.js';
import { isPlainObject } from '../plain.js';

/** A server.json of the MCP registry, and not the one of the json-server program, which is lists of rows under any names. */
export function detectServerJson(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { $schema, name, packages, remotes, version_detail } = value;
  if (typeof $schema === 'string' && $schema.includes('modelcontextprotocol')) return true;
  if (typeof name !== 'string') return false;
  return (
    isPlainObject(version_detail) ||
    [packages, remotes].some((list) => Array.isArray(list) && list.length > 0 && list.every(isPlainObject) && list.some(isPlace))
  );
}

function isPlace(item: unknown): boolean {
  return (
    isPlainObject(item) &&
    ['registryType', 'registry_type', 'registry_name', 'identifier', 'url'].some((key) => typeof item[key] === 'string')
  );
}

/** server.json (github.com/modelcontextprotocol/registry, docs/reference/server-json), in the spellings of all its versions. */
export function readServerJson(root: Fields): Reading {
  const id = readId(root, 'name');
  if (id === undefined) return { drafts: [] };
  const detail = root.child('version_detail');
  const version =
    detail.has('version') && !root.has('version') ? readVersion(detail, ['version'], true) : readVersion(root, ['version'], true);
  const status = root.has('status') ? readStatus(root, 'status') : { lifecycle: null };
  const secrets = new Set<string>();
  const interfaces: Interface[] = [];
  const packages = root.records('packages', (item) => readPackage(item, interfaces, secrets));
  for (const remote of root.records('remotes', (item) => readRemote(item, secrets)) ?? []) interfaces.push(remote);
  const links = [root.child('repository').link('url', 'Repository'), root.link('websiteUrl', 'Website')].filter(
    (link) => link !== undefined,
  );
  const capability = compact<Capability>({
    id,
    version,
    owner: null,
    lifecycle_stage: status.lifecycle,
    title: root.text('title', TEXT.title),
    description: root.text('description', TEXT.description),
    kind: 'mcp-server',
    // Reverse DNS names start with io or com, which would say nothing in a list of domains.
    domain: 'mcp',
    stability: status.stability,
    interfaces: interfaces.length > 0 ? interfaces : undefined,
    links: links.length > 0 ? links : undefined,
    packages,
    secrets_required: secrets.size > 0 ? [...secrets] : undefined,
  });
  root.skip('$schema').dropRest();
  return { drafts: [{ capability, path: root.path }] };
}

type Package = NonNullable<Capability['packages']>[number];

function readPackage(item: Fields, interfaces: Interface[], secrets: Set<string>): Package | undefined {
  for (const key of ['environmentVariables', 'environment_variables']) {
    item.records(key, (variable) => {
      const secret = variable.flag('isSecret') ?? variable.flag('is_secret');
      const name = variable.text('name', TEXT.id);
      if (secret && name !== undefined) secrets.add(name);
    });
  }
  const transport = isPlainObject(item.raw('transport'))
    ? item.child('transport').text('type', TEXT.id)
    : item.text('transport', TEXT.id);
  if (transport !== undefined && !interfaces.some(({ name }) => name === transport))
    interfaces.push({ kind: 'mcp', name: transport });
  const name = item.text('identifier') ?? item.text('name');
  if (name === undefined) {
    item.context.report('manifest/missing-field', item.path, { field: `${fieldOf(item.path)}.identifier` });
    return undefined;
  }
  const registry =
    item.text('registryType', TEXT.word) ?? item.text('registry_type', TEXT.word) ?? item.text('registry_name', TEXT.word);
  return compact({ registry: registry ?? 'other', name, version: item.text('version', TEXT.version) });
}

function readRemote(item: Fields, secrets: Set<string>): Interface {
  if (Array.isArray(item.raw('headers'))) {
    item.records('headers', (header) => {
      const name = header.text('name', TEXT.id);
      if (name !== undefined && (header.flag('isSecret') ?? header.flag('is_secret'))) secrets.add(name);
    });
  }
  return compact<Interface>({
    kind: 'mcp',
    name: item.text('type', TEXT.id) ?? item.text('transport_type', TEXT.id),
    endpoint: item.reference('url'),
  });
}
