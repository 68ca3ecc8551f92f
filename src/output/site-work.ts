import { LAYOUT } from '../catalog/layout.js';
import { explain } from '../compatibility/explain.js';
import { fileNameOf } from '../model/file-names.js';
import type { CapabilityCompatibility, CapabilityDocument, CatalogDocument } from '../model/generated/types.js';
import { buildSearch } from '../search/build.js';
import type { SearchDocument } from '../search/document.js';
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

/** A part of a site that takes long to make and needs nothing but what it is given. */
export type SiteQuestion = { readonly pages: readonly PageQuestion[] } | { readonly search: readonly SearchDocument[] };

/** A file, and its digest as the list of the site has it. */
export interface MadeFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly digest: string;
}

/** Makes parts of a site, here or on threads. */
export interface SiteMaker {
  /** `worth`: how many questions of ordinary size this one is. */
  ask(question: SiteQuestion, worth?: number): Promise<readonly MadeFile[]>;
  close(): Promise<void>;
}

export type StartMaker = (setup: SiteSetup) => SiteMaker;

/** Makes all of it where it is called. */
export const makeHere: StartMaker = (setup) => {
  const answer = prepare(setup);
  return { ask: async (question) => answer(question), close: async () => undefined };
};

/** Of a module that runs on threads. */
export function prepare({ catalog }: SiteSetup): (question: SiteQuestion) => readonly MadeFile[] {
  const page = ({ document: text, compatibility, sourceTtl, manifest }: PageQuestion): MadeFile => {
    const document = JSON.parse(text) as CapabilityDocument;
    const known = JSON.parse(compatibility) as CapabilityCompatibility;
    const content = renderCapability({ catalog }, { document, compatibility: known, explain, sourceTtl, manifest });
    return made(LAYOUT.capabilityPage(fileNameOf(document.id)), content);
  };
  return (question) =>
    'pages' in question
      ? question.pages.map(page)
      : [...buildSearch(question.search)].map(([path, bytes]) => made(LAYOUT.search(path), bytes));
}

function made(path: string, content: string | Uint8Array): MadeFile {
  return { path, content, digest: contentDigest(content) };
}
