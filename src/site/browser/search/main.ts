// The search of a page: it asks the worker and shows what it says. Bundled into assets/search.<digest>.js.
import { startPage } from './page.js';
import { startQuick } from './quick.js';

const form = document.querySelector<HTMLFormElement>('form.search');
const finder = document.querySelector<HTMLElement>('.finder');
const quick = document.querySelector<HTMLElement>('.quick');
if (form && finder) startPage(form, finder);
else if (form && quick) startQuick(form, quick);
