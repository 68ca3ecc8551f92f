import { createHash } from 'node:crypto';
import { SCRIPT } from './generated/browser.js';
import { MATRIX_SCRIPT } from './generated/matrix.js';
import { SEARCH_SCRIPT, SEARCH_WORKER } from './generated/search.js';
import { previewOf } from './preview/preview.js';
import { FAVICON } from './style/favicon.js';
import { MATRIX_STYLE, STYLE } from './style/style.js';

/** Named by what is in them: a page never meets the style or the script of another version, and a host may cache them for ever. */
const named = (name: string, text: string, ending: string): string =>
  `assets/${name}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}.${ending}`;

export const STYLE_PATH = named('style', STYLE, 'css');
export const MATRIX_STYLE_PATH = named('matrix', MATRIX_STYLE, 'css');
export const SCRIPT_PATH = named('site', SCRIPT, 'js');
export const SEARCH_SCRIPT_PATH = named('search', SEARCH_SCRIPT, 'js');
export const SEARCH_WORKER_PATH = named('search-worker', SEARCH_WORKER, 'js');
export const MATRIX_SCRIPT_PATH = named('matrix', MATRIX_SCRIPT, 'js');
export const FAVICON_PATH = 'assets/favicon.svg';

/** Files that the pages need beside them: path from the site's top folder → text. */
export const SITE_ASSETS: Readonly<Record<string, string>> = {
  [STYLE_PATH]: STYLE,
  [MATRIX_STYLE_PATH]: MATRIX_STYLE,
  [SCRIPT_PATH]: SCRIPT,
  [SEARCH_SCRIPT_PATH]: SEARCH_SCRIPT,
  [SEARCH_WORKER_PATH]: SEARCH_WORKER,
  [MATRIX_SCRIPT_PATH]: MATRIX_SCRIPT,
  [FAVICON_PATH]: FAVICON,
};

/** The same with the picture that previews of links show, which is the catalog's own. */
export function siteAssets(name: string): Readonly<Record<string, string | Uint8Array>> {
  const { path, bytes } = previewOf(name);
  return { ...SITE_ASSETS, [path]: bytes };
}
