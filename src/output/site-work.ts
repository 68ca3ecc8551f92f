import { LAYOUT } from '../catalog/layout.js';
import { explain } from '../compatibility/explain.js';
import { fileNameOf } from '../model/file-names.js';
import type { CapabilityCompatibility, CapabilityDocument, CatalogDocument } from '../model/generated/types.js';
import { renderCapability } from '../site/render.js';
import { contentDigest } from './site-list.js';

/** What all pages of a site have in common. */
export interface SiteSetup {
  readonly catalog: CatalogDocument;
}

/** What a capability's page is made of; documents as their texts, which go to a thread faster than what they say. */
export interface PageQuestion {
  readonly document: string;
  readonly compatibility: string;
  /** The time to live that the configuration gives its source. */
  readonly sourceTtl: string | undefined;
  /** The text of its manifest, where it can be shown. */
  readonly manifest: string | null;
}

/** A file, and its digest as the list of the site has it. */
export interface MadeFile {
  readonly path: string;
  readonly content: string;
  readonly digest: string;
}

/** Makes pages, here or on threads: they take long, and need nothing but what they are given. */
export interface SiteMaker {
  ask(pages: readonly PageQuestion[]): Promise<readonly MadeFile[]>;
  close(): Promise<void>;
}

export type StartMaker = (setup: SiteSetup) => SiteMaker;

/** Makes all of it where it is called. */
export const makeHere: StartMaker = (setup) => {
  const answer = prepare(setup);
  return { ask: async (pages) => answer(pages), close: async () => undefined };
};

/** Of a module that runs on threads. */
export function prepare({ catalog }: SiteSetup): (pages: readonly PageQuestion[]) => readonly MadeFile[] {
  const page = ({ document: text, compatibility, sourceTtl, manifest }: PageQuestion): MadeFile => {
    const document = JSON.parse(text) as CapabilityDocument;
    const known = JSON.parse(compatibility) as CapabilityCompatibility;
    const content = renderCapability({ catalog }, { document, compatibility: known, explain, sourceTtl, manifest });
    return { path: LAYOUT.capabilityPage(fileNameOf(document.id)), content, digest: contentDigest(content) };
  };
  return (pages) => pages.map(page);
}
