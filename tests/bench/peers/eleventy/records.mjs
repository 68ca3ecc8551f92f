// Capabilities and findings as the templates want them, out of the documents of the catalog.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../../../../dist/compatibility/explain.js';
import { fileNameOf } from '../../../../dist/model/file-names.js';
import { KIND_ORDER, urgencyOf } from '../../../../dist/site/matrix/verdicts.js';
import { SEVERITY_ORDER } from '../../../../dist/site/words.js';

/** Findings that the page of all findings shows. */
const MOST_FINDINGS = 2_000;

const blobPath = ({ digest }) => `blobs/sha256/${digest.slice(7, 9)}/${digest.slice(7)}`;

/** A capability with its manifest as text. `row` is what lists say of it, `read` gives a document by its path. */
export function capabilityOf(out, read, row) {
  const { versions, findings, dependencies: declared } = read(`api/v1/capabilities/${row.file}.json`);
  const { cycle, dependencies, dependents } = read(`api/v1/compatibility/${row.file}.json`);
  const [{ capability, manifest }] = versions;
  const { description, contact, tags, interfaces, inputs, outputs, adr_links } = capability;
  const links = capability.links.map((link) => ({ ...link, host: new URL(link.url).host }));
  return {
    ...row,
    sourceFile: fileNameOf(row.source),
    blob: blobPath(manifest),
    size: manifest.size,
    manifest: readFileSync(join(out, blobPath(manifest)), 'utf8'),
    capability: { description, contact, tags, interfaces, inputs, outputs, links, adr_links },
    versions: versions.map(versionOf),
    dependencies: ordered(dependencies).map((each) => dependencyOf(each, declared)),
    dependents: ordered(dependents).map((each) => ({ ...relationOf(each), owner: each.owner, contact: each.contact })),
    findings: findings.map(({ severity, code, line, message, hint }) => ({ severity, code, line, message, hint })),
    cycle,
  };
}

function versionOf({ version, status, commit, ref, path, line, manifest }) {
  const tag = ref?.replace('refs/tags/', '') ?? null;
  return { version, status, commit, tag, path, line, digest: manifest.digest, blob: blobPath(manifest) };
}

/** What wants attention most, first. */
const ordered = (relations) =>
  relations.toSorted(
    (a, b) => urgencyOf(a.verdict) - urgencyOf(b.verdict) || KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind),
  );

/** `file` is null where there is no page to link to. */
const relationOf = (relation) => {
  const { id, range, verdict, kind } = relation;
  return { id, range, verdict, kind, file: verdict === 'missing' ? null : fileNameOf(id), why: explain(relation) };
};

function dependencyOf(relation, declared) {
  const { type, scope, target } = declared.find(({ id, version }) => id === relation.id && version === relation.range);
  const note = [type, scope].filter((word) => word !== undefined).join(', ');
  return { ...relationOf(relation), note, target };
}

const rank = (severity) => SEVERITY_ORDER.indexOf(severity);

/** Findings in groups, the gravest and the most frequent first, with the hint that all of a group have in common. */
export function byCode(findings) {
  return [...Map.groupBy(findings, ({ severity, code }) => `${severity} ${code}`).values()]
    .map((own) => {
      const [{ severity, code, hint }] = own;
      return { severity, code, hint: own.every((each) => each.hint === hint) ? hint : null, findings: own };
    })
    .sort((a, b) => rank(a.severity) - rank(b.severity) || b.findings.length - a.findings.length || (a.code < b.code ? -1 : 1));
}

/** What the page of all findings shows of them: of too many, the gravest. */
export function findingsOf(findings) {
  const codes = byCode(findings).map(({ severity, code, findings: own }) => {
    return { severity, code, count: own.length, sources: new Set(own.map(({ source }) => source)).size };
  });
  const gravest = findings.length <= MOST_FINDINGS ? findings : findings.toSorted((a, b) => rank(a.severity) - rank(b.severity));
  const shown = gravest.slice(0, MOST_FINDINGS);
  const bySource = [...Map.groupBy(shown, ({ source }) => source)].map(([id, own]) => {
    return { id, file: fileNameOf(id), findings: own };
  });
  return { codes, shown: shown.length, left: findings.length - shown.length, bySource };
}
