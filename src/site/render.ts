import { FAVICON } from './style/favicon.js';
import { STYLE } from './style/style.js';

export type { SiteContext } from './context.js';
export { renderCapability } from './pages/capability.js';
export { renderDomain } from './pages/domain.js';
export { renderFindings } from './pages/findings.js';
export { renderHome } from './pages/home.js';
export { renderQuarantine } from './pages/quarantine.js';
export { renderSource } from './pages/source.js';
export { renderSources } from './pages/sources.js';

/** Files that the pages need beside them: path from the site's top folder → text. */
export const SITE_ASSETS: Record<string, string> = {
  'assets/style.css': STYLE,
  'assets/favicon.svg': FAVICON,
};
