// The script of every page. Nothing on a page needs it: it adds ages, copying, a choice of theme, and the search where there is one.
// It stands in the head and runs at once, so that a chosen theme and what depends on the visitor's clock are there before the first
// paint; the rest waits for the page.
import { showAges, showMomentsAsTheyCome } from './ages.js';
import { offerCopying } from './copy.js';
import { applyPreferences, offerPreferences } from './preferences.js';
import { offerSearch } from './search-box.js';

const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : document.baseURI;

applyPreferences();
showMomentsAsTheyCome();
addEventListener('DOMContentLoaded', () => {
  offerPreferences();
  offerCopying();
  offerSearch();
  void showAges(new URL('../api/v1/freshness.json', own));
});
