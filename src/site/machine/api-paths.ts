/** What is known of one static document of the API. */
export interface ApiPath {
  readonly summary: string;
  readonly operationId: string;
  /** Name of the schema of the answer, and of its example. */
  readonly schema: string;
  readonly mediaType: string;
  /** When there is no such document. */
  readonly missing?: string;
}

const JSON_TYPE = 'application/json';

/** Every document below api/v1, by its path in the form of OpenAPI. */
export const API_PATHS: Readonly<Record<string, ApiPath>> = {
  '/api/v1/catalog.json': {
    summary: 'The catalog in numbers, and what it was made with',
    operationId: 'getCatalog',
    schema: 'CatalogDocument',
    mediaType: JSON_TYPE,
  },
  '/api/v1/capabilities.json': {
    summary: 'The newest version of every capability, in short',
    operationId: 'listCapabilities',
    schema: 'CapabilitiesDocument',
    mediaType: JSON_TYPE,
  },
  '/api/v1/capabilities/{file}.json': {
    summary: 'All that the catalog knows of one capability',
    operationId: 'getCapability',
    schema: 'CapabilityDocument',
    mediaType: JSON_TYPE,
    missing: 'The catalog holds no such capability.',
  },
  '/api/v1/sources.json': {
    summary: 'Repositories and folders that are read, and their states',
    operationId: 'listSources',
    schema: 'SourcesDocument',
    mediaType: JSON_TYPE,
  },
  '/api/v1/findings.json': {
    summary: 'What is wrong in manifests and sources, and where',
    operationId: 'listFindings',
    schema: 'FindingsDocument',
    mediaType: JSON_TYPE,
  },
  '/api/v1/findings.sarif': {
    summary: 'The same findings as SARIF 2.1.0',
    operationId: 'getFindingsAsSarif',
    schema: 'SarifLog',
    mediaType: 'application/sarif+json',
  },
  '/api/v1/quarantine.json': {
    summary: 'Manifests that the trust policy does not admit',
    operationId: 'listQuarantine',
    schema: 'QuarantineDocument',
    mediaType: JSON_TYPE,
    missing: 'The catalog has no trust policy.',
  },
  '/api/v1/changes.json': {
    summary: 'What changed, newest first',
    operationId: 'listChanges',
    schema: 'ChangesDocument',
    mediaType: JSON_TYPE,
  },
  '/api/v1/compatibility.json': {
    summary: 'The compatibility matrix: who needs whom in which range, and whether it holds',
    operationId: 'getCompatibility',
    schema: 'CompatibilityDocument',
    mediaType: JSON_TYPE,
  },
  '/api/v1/compatibility/{file}.json': {
    summary: 'What one capability needs, and who needs it, with verdicts',
    operationId: 'getCapabilityCompatibility',
    schema: 'CapabilityCompatibility',
    mediaType: JSON_TYPE,
    missing: 'Nothing in the catalog has this id, had it once, or needs it.',
  },
  '/api/v1/waivers.json': {
    summary: 'Waivers that the decision log grants, those that have expired or were revoked among them',
    operationId: 'listWaivers',
    schema: 'WaiversDocument',
    mediaType: JSON_TYPE,
  },
  '/api/v1/decisions.ndjson': {
    summary: 'The decision log: one decision a line, each bound to the line before',
    operationId: 'listDecisions',
    schema: 'DecisionLog',
    mediaType: 'application/x-ndjson',
    missing: 'Nothing was decided yet.',
  },
  '/api/v1/freshness.json': {
    summary: 'When the catalog was made, and how long it may be relied on',
    operationId: 'getFreshness',
    schema: 'FreshnessDocument',
    mediaType: JSON_TYPE,
  },
  '/api/v1/openapi.json': {
    summary: 'This description',
    operationId: 'getDescription',
    schema: 'OpenApiDescription',
    mediaType: JSON_TYPE,
  },
};

/** Schemas of formats that are defined elsewhere: what a reader needs to tell them by. */
export const FOREIGN_SCHEMAS: Readonly<Record<string, object>> = {
  SarifLog: {
    type: 'object',
    description: 'OASIS SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html',
    required: ['version', 'runs'],
    properties: {
      version: { const: '2.1.0' },
      runs: {
        type: 'array',
        items: {
          type: 'object',
          required: ['tool', 'results'],
          properties: { tool: { type: 'object' }, results: { type: 'array', items: { type: 'object' } } },
        },
      },
    },
  },
  OpenApiDescription: {
    type: 'object',
    description: 'OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.1.html',
    required: ['openapi', 'info', 'paths'],
    properties: {
      openapi: { type: 'string', pattern: '^3\\.1\\.' },
      info: {
        type: 'object',
        required: ['title', 'version'],
        properties: { title: { type: 'string' }, version: { type: 'string' } },
      },
      paths: { type: 'object' },
    },
  },
};
