// The same pages by Eleventy, and their search by Pagefind: data for the one, and runs of both.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileNameOf } from '../../dist/model/file-names.js';
import { byCode, capabilityOf, findingsOf } from './peers/eleventy/records.mjs';
import { catalogOf, SEARCH, WORDS } from './peers/eleventy/words.mjs';
import { PEERS } from './peers/install.mjs';

const PROJECT = fileURLToPath(new URL('peers/eleventy/', import.meta.url));
/** Pages of the catalog that the templates leave out. */
const LEFT_OUT = ['404.html', 'compatibility.html'];
/** Index, search, owners, sources, findings, freshness, about and decisions. */
const OVERVIEWS = 8;

const named = (name, members) => ({ name, file: fileNameOf(name), count: members.length });
const byName = (groups) => [...groups].sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * Writes all that the templates of peers/eleventy need, out of a catalog that was written, into one file. What can be looked up,
 * counted, grouped, ordered or put into words before, is. Gives the number of pages.
 */
export function writeEleventyData(out, file) {
  const read = (path) => JSON.parse(readFileSync(join(out, path), 'utf8'));
  const { capabilities: rows } = read('api/v1/capabilities.json');
  const { sources } = read('api/v1/sources.json');
  const { findings } = read('api/v1/findings.json');
  const catalog = read('api/v1/catalog.json');
  if (read('api/v1/changes.json').changes.length + read('api/v1/waivers.json').waivers.length > 0 || catalog.counts.by_provenance)
    throw new Error('the templates have nothing for changes, waivers and provenance');
  const capabilities = rows.map((row) => capabilityOf(out, read, row));
  const places = [...rows.keys()];
  const [domains, owners, bySource] = ['domain', 'owner', 'source'].map((key) => Map.groupBy(places, (at) => rows[at][key]));
  const within = (members, key) => [...Map.groupBy(members, (at) => rows[at][key])].map(([name, own]) => named(name, own));
  const fileAt = new Map(capabilities.map(({ source, versions: [{ path }], file: own }) => [`${source}\n${path}`, own]));
  const placed = findings.map((finding) => ({ ...finding, file: fileAt.get(`${finding.source}\n${finding.path}`) }));
  const findingsBySource = Map.groupBy(placed, ({ source }) => source);
  const data = {
    catalog: catalogOf(catalog, read('api/v1/freshness.json')),
    words: WORDS,
    search: SEARCH,
    capabilities,
    domains: byName(domains).map(([name, members]) => ({
      ...named(name, members),
      members,
      owners: within(members, 'owner'),
      sources: within(members, 'source'),
    })),
    owners: byName(owners).map(([name, members]) => ({
      ...named(name, members),
      members,
      contacts: [...new Set(members.map((at) => capabilities[at].capability.contact))].sort(),
      domains: within(members, 'domain'),
      sources: within(members, 'source'),
      ending: members.filter((at) => rows[at].stability === 'deprecated' || rows[at].lifecycle_stage === 'retired').length,
    })),
    sources: sources.map((source) => ({
      ...source,
      members: bySource.get(source.id) ?? [],
      tags: Object.entries(source.tags ?? {}).map(([ref, commit]) => ({ tag: ref.replace('refs/tags/', ''), commit })),
      groups: byCode(findingsBySource.get(source.id) ?? []),
    })),
    findings: findingsOf(placed),
  };
  writeFileSync(file, JSON.stringify(data));
  const pages = capabilities.length + domains.size + owners.size + sources.length + OVERVIEWS;
  const here = countPages(out) - LEFT_OUT.length;
  if (pages !== here) throw new Error(`the templates would write ${pages} pages, where the catalog has ${here}`);
  return pages;
}

/** What to start for Eleventy to write the site of a data file. */
export function eleventy(data, out) {
  mkdirSync(out, { recursive: true });
  return {
    script: fileURLToPath(new URL('@11ty/eleventy/cmd.cjs', PEERS)),
    args: ['--quiet'],
    cwd: PROJECT,
    env: { BENCH_SITE_DATA: data, BENCH_SITE_OUT: out },
  };
}

/** What to start for Pagefind to index the pages of a folder. */
export const pagefind = (out) => ({
  script: fileURLToPath(new URL('pagefind/lib/runner/bin.cjs', PEERS)),
  args: ['--site', out, '--quiet'],
  cwd: out,
  env: {},
});

export const countPages = (out) => readdirSync(out, { recursive: true }).filter((path) => path.endsWith('.html')).length;
