import type { Format } from '../model/manifest.js';
import type { Reading } from './context.js';
import type { Fields } from './fields.js';
import { detectAliasMapping, readAliasMapping } from './readers/alias-mapping.js';
import { detectBackstage, readBackstage } from './readers/backstage.js';
import { detectChora, readChora } from './readers/chora.js';
import { detectChoraDev, readChoraDev } from './readers/chora-dev.js';
import { detectCoordination, readCoordination } from './readers/coordination.js';
import { detectDockerServer, detectToolhiveSpec, readDockerServer, readToolhiveSpec } from './readers/mcp-registries.js';
import { detectServerJson, readServerJson } from './readers/mcp-server.js';
import { detectNamespace, readNamespace } from './readers/namespace.js';
import { detectSapCatalog, readSapCatalog } from './readers/sap-catalog.js';
import { detectStar, readStar } from './readers/star.js';

/** One format: how to know it by its content, and how to read it. Adding one is a file in readers/ and a row here. */
export interface FormatRow {
  /** Null for files that hold no capability. */
  readonly name: Format | null;
  readonly title: string;
  /** Where files of this format are looked for; a file name does not make the format. */
  readonly defaultGlobs: readonly string[];
  /** Whether the plain data of a document is of this format. */
  detect(value: unknown): boolean;
  /** The records of a document; what does not fit is told to the context of `root`. */
  read(root: Fields): Reading;
}

/**
 * Every format. The first row that knows the content reads it, so the canonical one, which is known by the least, comes last.
 *
 * Names that nothing else uses are looked for at any depth, as repositories may hold many packages. Folders of common names
 * (capabilities/, manifests/) and namespace.yaml are looked for only at the root: further down they belong to Kubernetes and others.
 */
export const FORMATS: readonly FormatRow[] = [
  {
    name: null,
    title: 'Alias mapping',
    defaultGlobs: ['capabilities/*.json'],
    detect: detectAliasMapping,
    read: readAliasMapping,
  },
  {
    name: 'sap-catalog',
    title: 'SAP catalog',
    defaultGlobs: ['**/sap-catalog.json'],
    detect: detectSapCatalog,
    read: readSapCatalog,
  },
  {
    name: 'backstage',
    title: 'Backstage entity',
    defaultGlobs: ['**/catalog-info.{yaml,yml}'],
    detect: detectBackstage,
    read: readBackstage,
  },
  {
    name: 'chora.dev/v1',
    title: 'chora.dev/v1 Capability',
    defaultGlobs: ['capabilities/*.{yaml,yml}'],
    detect: detectChoraDev,
    read: readChoraDev,
  },
  {
    name: 'coordination-capabilities',
    title: 'Coordination capabilities',
    defaultGlobs: ['**/inbox/coordination/CAPABILITIES/*.{yaml,yml}'],
    detect: detectCoordination,
    read: readCoordination,
  },
  {
    name: 'namespace',
    title: 'Namespace declaration',
    defaultGlobs: ['namespace.{yaml,yml}'],
    detect: detectNamespace,
    read: readNamespace,
  },
  {
    name: 'mcp-server',
    title: 'MCP server.json',
    defaultGlobs: ['**/server.json'],
    detect: detectServerJson,
    read: readServerJson,
  },
  {
    name: 'mcp-server',
    title: 'MCP server of Docker’s registry',
    defaultGlobs: ['**/server.yaml'],
    detect: detectDockerServer,
    read: readDockerServer,
  },
  {
    name: 'mcp-server',
    title: 'MCP server of ToolHive’s registry',
    defaultGlobs: ['**/spec.yaml'],
    detect: detectToolhiveSpec,
    read: readToolhiveSpec,
  },
  {
    name: 'star',
    title: 'Star manifest',
    defaultGlobs: ['**/star.{yaml,yml}', 'manifests/*.{yaml,yml}'],
    detect: detectStar,
    read: readStar,
  },
  {
    name: 'chora',
    title: 'Canonical manifest',
    defaultGlobs: [
      '**/capability.{yaml,yml,json}',
      'capabilities/*.{yaml,yml,json}',
      '**/.chora/*.{yaml,yml}',
      'manifests/*.{yaml,yml}',
    ],
    detect: detectChora,
    read: readChora,
  },
];

/** The globs (picomatch, relative to a source's root) of the files that may be manifests, when the configuration names none. */
export const DEFAULT_GLOBS: readonly string[] = [...new Set(FORMATS.flatMap((format) => format.defaultGlobs))].sort();
