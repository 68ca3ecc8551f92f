// The data of the templates that is the same for every page.
import { EXIT } from '../../../../dist/model/errors.js';
import { EXITS, LEAVING } from '../../../../dist/site/about-words.js';
import * as assets from '../../../../dist/site/assets.js';
import { VERDICTS } from '../../../../dist/site/matrix/verdicts.js';
import { contentPolicy } from '../../../../dist/site/policy.js';
import { previewOf } from '../../../../dist/site/preview/preview.js';
import { OPEN_FACETS, SEARCH_FACETS, SEARCH_ORDERS } from '../../../../dist/site/search-facets.js';
import { durationInWords } from '../../../../dist/site/text.js';
import { FORMATS, SEVERITIES, SEVERITY_ORDER, SOURCE_STATE_ORDER, SOURCE_STATES, TIERS } from '../../../../dist/site/words.js';

export const WORDS = {
  states: SOURCE_STATES,
  stateOrder: SOURCE_STATE_ORDER,
  tiers: TIERS,
  formats: FORMATS,
  severities: SEVERITIES,
  severityOrder: SEVERITY_ORDER,
  verdicts: VERDICTS,
  leaving: LEAVING,
  exits: Object.entries(EXITS).map(([exit, meaning]) => [String(EXIT[exit]), meaning]),
};

export const SEARCH = {
  orders: SEARCH_ORDERS,
  facets: SEARCH_FACETS.map((facet) => ({ ...facet, open: OPEN_FACETS.has(facet.name) })),
};

const ASSETS = {
  style: assets.STYLE_PATH,
  matrixStyle: assets.MATRIX_STYLE_PATH,
  script: assets.SCRIPT_PATH,
  search: assets.SEARCH_SCRIPT_PATH,
  worker: assets.SEARCH_WORKER_PATH,
  icon: assets.FAVICON_PATH,
};

const POLICIES = { none: contentPolicy(undefined), quick: contentPolicy('quick'), page: contentPolicy('page') };

/** What pages say and name of the catalog, out of its catalog.json and freshness.json. */
export function catalogOf({ name, url, generator, configuration, counts }, { ttl, alert_after }) {
  const { capabilities, versions, manifests, sources, by_tier, by_source_state, findings } = counts;
  return {
    name,
    url,
    generator: `${generator.name} ${generator.version}`,
    configuration: configuration.digest,
    ttl: durationInWords(ttl),
    alertAfter: durationInWords(alert_after),
    counts: { capabilities, versions, manifests, sources, by_tier, by_source_state, findings },
    assets: { ...ASSETS, preview: previewOf(name).path },
    policies: POLICIES,
  };
}
