// The one script of the site. Nothing on a page needs it: it adds ages, copying, and a choice of theme.
// It stands in the head and runs at once, so that a chosen theme is there before the first paint; the rest waits for the page.
import { showAges } from './ages.js';
import { offerCopying } from './copy.js';
import { applyPreferences, offerPreferences } from './preferences.js';

const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : document.baseURI;

applyPreferences();
addEventListener('DOMContentLoaded', () => {
  offerPreferences();
  offerCopying();
  void showAges(new URL('../api/v1/freshness.json', own));
});
