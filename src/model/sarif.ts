import { FINDING_CODES, type Finding, type FindingCode } from './findings.js';
import { GENERATOR } from './generator.js';

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const;

/**
 * Findings as a SARIF 2.1.0 log, for code scanning.
 * @param locate the location of a finding's file; by default its path inside the source.
 */
export function toSarif(findings: readonly Finding[], locate: (finding: Finding) => string = ({ path }) => path ?? ''): object {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: GENERATOR.name, version: GENERATOR.version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => ({
          ruleId: finding.code,
          ruleIndex: codes.indexOf(finding.code),
          level: LEVEL[finding.severity],
          message: { text: finding.hint === undefined ? finding.message : `${finding.message} ${finding.hint}` },
          properties: { source: finding.source, ...(finding.ref === undefined ? {} : { ref: finding.ref }) },
          ...(finding.path === undefined ? {} : { locations: [locationOf(finding, locate)] }),
        })),
      },
    ],
  };
}

function ruleOf(code: string): object {
  const row: FindingCode | undefined = (FINDING_CODES as Record<string, FindingCode>)[code];
  return row === undefined
    ? { id: code }
    : {
        id: code,
        shortDescription: { text: row.title },
        fullDescription: { text: row.explanation },
        defaultConfiguration: { level: LEVEL[row.severity] },
      };
}

function locationOf(finding: Finding, locate: (finding: Finding) => string): object {
  const uri = locate(finding).split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: {
      artifactLocation: { uri },
      ...(finding.line === undefined
        ? {}
        : { region: { startLine: finding.line, ...(finding.column === undefined ? {} : { startColumn: finding.column }) } }),
    },
  };
}
