// The same pages by Eleventy, and their search by Pagefind: data for the one, and runs of both.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PEERS } from './peers/install.mjs';

const PROJECT = fileURLToPath(new URL('peers/eleventy/', import.meta.url));

/** Writes all that the templates of peers/eleventy need, out of a catalog that was written, into one file. */
export function writeEleventyData(out, file) {
  const read = (path) => JSON.parse(readFileSync(join(out, path), 'utf8'));
  const blobOf = ({ digest }) => readFileSync(join(out, 'blobs/sha256', digest.slice(7, 9), digest.slice(7)), 'utf8');
  const { capabilities: rows } = read('api/v1/capabilities.json');
  const { sources } = read('api/v1/sources.json');
  const findings = Map.groupBy(read('api/v1/findings.json').findings, ({ source }) => source);
  const bySource = Map.groupBy(rows, ({ source }) => source);
  const groups = (key) => [...Map.groupBy(rows, (row) => row[key])].map(([name, members]) => ({ name, members }));
  const files = new Map(sources.map((source) => [source.id, source.file]));
  const capabilities = rows.map((row) => {
    const document = read(`api/v1/capabilities/${row.file}.json`);
    const [{ source, manifest }] = document.versions;
    return { ...document, file: row.file, domain: row.domain, sourceFile: files.get(source), manifest: blobOf(manifest) };
  });
  const domains = groups('domain');
  const owners = groups('owner');
  const counted = (folder, items) =>
    items.map(({ name, members }) => ({ href: `${folder}/${name}.html`, text: name, count: members.length }));
  const sourceRows = sources.map((source) => ({
    href: `sources/${source.file}.html`,
    text: source.id,
    count: source.capabilities,
  }));
  const data = {
    name: 'Benchmark',
    capabilities,
    domains,
    owners,
    sources: sources.map((source) => ({
      ...source,
      members: bySource.get(source.id) ?? [],
      findings: findings.get(source.id) ?? [],
    })),
    overviews: [
      { file: 'index', rows: counted('domains', domains) },
      { file: 'owners', rows: counted('owners', owners) },
      { file: 'sources', rows: sourceRows },
      { file: 'freshness', rows: sourceRows },
    ],
  };
  writeFileSync(file, JSON.stringify(data));
  return capabilities.length + domains.length + owners.length + sources.length + data.overviews.length;
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
