import type { Capability } from '../../model/manifest.js';
import { checkId, type Interface, imagePackage, readStatus } from '../common.js';
import type { Reading } from '../context.js';
import { type Fields, union } from '../fields.js';
import { compact, TEXT } from '../normalize.js';
import { isPlainObject } from '../plain.js';

/** server.yaml of Docker's MCP registry. */
export function detectDockerServer(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { about, meta, image, remote, type } = value;
  return (
    isPlainObject(about) &&
    (isPlainObject(meta) || typeof type === 'string') &&
    (typeof image === 'string' || isPlainObject(remote) || typeof type === 'string')
  );
}

/** spec.yaml of ToolHive's registry. */
export function detectToolhiveSpec(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { transport, image, url, tools, repository_url, tier } = value;
  return (
    typeof transport === 'string' &&
    (typeof image === 'string' || typeof url === 'string') &&
    (Array.isArray(tools) || repository_url !== undefined || tier !== undefined)
  );
}

export function readDockerServer(root: Fields): Reading {
  const id = qualifiedId(root, root.raw('name'));
  if (id === undefined) return { drafts: [] };
  const about = root.child('about').skip('icon');
  const meta = root.child('meta');
  const image = root.text('image');
  const secrets = new Set<string>();
  const config = root.child('config');
  config.records('secrets', (secret) => {
    const name = secret.text('env', TEXT.id) ?? secret.text('name', TEXT.id);
    if (name !== undefined) secrets.add(name);
  });
  const category = meta.text('category', TEXT.id);
  const project = root.child('source').link('project', 'Source');
  const capability = compact<Capability>({
    id,
    version: null,
    owner: null,
    lifecycle_stage: null,
    title: about.text('title', TEXT.title),
    description: about.text('description', TEXT.description),
    kind: 'mcp-server',
    // Reverse DNS names start with io or com, which would say nothing in a list of domains.
    domain: 'mcp',
    tags: union(meta.texts('tags', TEXT.id), category === undefined ? undefined : [category]),
    behaviors: root.records('tools', (tool) => behavior(tool.text('name', TEXT.id))),
    interfaces: [root.has('remote') ? remoteInterface(root.child('remote')) : { kind: 'mcp', name: 'stdio' }],
    links: project && [project],
    packages: image === undefined ? undefined : [imagePackage(image)],
    secrets_required: secrets.size > 0 ? [...secrets] : undefined,
  });
  config.dropRest('config.');
  root.skip('type').dropRest();
  return { drafts: [{ capability, path: root.path }] };
}

function remoteInterface(remote: Fields): Interface {
  return compact<Interface>({ kind: 'mcp', name: remote.text('transport_type', TEXT.id), endpoint: remote.reference('url') });
}

function behavior(id: string | undefined): { id: string } | undefined {
  return id === undefined ? undefined : { id };
}

export function readToolhiveSpec(root: Fields): Reading {
  // Where the file has no name, the registry takes that of the folder.
  const folder = root.context.file.path.split('/').at(-2);
  const id = qualifiedId(root, root.raw('name') ?? folder);
  if (id === undefined) return { drafts: [] };
  const image = root.text('image');
  const secrets = root.records('env_vars', (variable) => {
    const name = variable.text('name', TEXT.id);
    return variable.flag('secret') ? name : undefined;
  });
  const status = root.has('status') ? readStatus(root, 'status') : { lifecycle: null };
  const links = [root.link('repository_url', 'Repository'), root.link('homepage', 'Homepage')].filter(
    (link) => link !== undefined,
  );
  const capability = compact<Capability>({
    id,
    version: null,
    owner: root.text('author', TEXT.owner) ?? null,
    lifecycle_stage: status.lifecycle,
    title: root.text('title', TEXT.title),
    description: root.text('description', TEXT.description),
    kind: 'mcp-server',
    domain: 'mcp',
    tags: root.texts('tags', TEXT.id),
    stability: status.stability,
    behaviors: root.collect('tools', (value, path) => behavior(root.toText(value, path, TEXT.id))),
    interfaces: [compact<Interface>({ kind: 'mcp', name: root.text('transport', TEXT.id), endpoint: root.reference('url') })],
    links: links.length > 0 ? links : undefined,
    packages: image === undefined ? undefined : [imagePackage(image)],
    claimed_signer: claimedSigner(root),
    secrets_required: secrets && secrets.length > 0 ? [...new Set(secrets)] : undefined,
  });
  root.skip('name').dropRest();
  return { drafts: [{ capability, path: root.path }] };
}

function claimedSigner(root: Fields): Capability['claimed_signer'] {
  if (!isPlainObject(root.raw('provenance'))) return undefined;
  const provenance = root.child('provenance').skip('sigstore_url');
  const signer = compact<NonNullable<Capability['claimed_signer']>>({
    issuer: provenance.text('cert_issuer'),
    source_repository: provenance.text('repository_uri'),
    signer_workflow: provenance.text('signer_identity'),
    runner_environment: provenance.text('runner_environment'),
  });
  provenance.dropRest('provenance.');
  return signer;
}

/**
 * These registries' names are unique only inside them. MCP's own names are reverse DNS and a name (io.github.owner/server), so
 * the registry's address is put before the name in the same way.
 */
function qualifiedId(root: Fields, name: unknown): string | undefined {
  const checked = checkId(root, name, root.at('name'), 'name');
  if (checked === undefined || checked.includes('/')) return checked;
  const id = checkId(root, `${reverseDns(root.context.file.source)}/${checked}`, root.at('name'), 'name');
  if (id !== undefined) root.context.report('manifest/id-qualified', root.at('name'), { name: checked, id });
  return id;
}

/** `github.com/owner/repo` → io.github.owner; `git.example.org/team/repo` → org.example.git.team; `dir:a/b` → local.a */
export function reverseDns(source: string): string {
  const folder = source.startsWith('dir:');
  const [host = '', ...rest] = (folder ? source.slice('dir:'.length) : source)
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  const parts = folder ? ['local', host, ...rest.slice(0, -1)] : [...hostParts(host), ...rest.slice(0, -1)];
  return parts.map((part) => part.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^-+/, '') || '-').join('.');
}

/** GitHub's pages are the names that MCP's registry gives to owners there. */
function hostParts(host: string): string[] {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'github.com' ? ['io', 'github'] : name.split('.').reverse();
}
