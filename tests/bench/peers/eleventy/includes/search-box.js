/** Where the search starts. `script` is what a page brings when the box is entered, where the page itself is about something else. */
export const searchBox = ({ worker }, script) =>
  `<search><form class="search" action="search.html" method="get" data-worker="${worker}"${script ? ` data-script="${script}"` : ''}><input type="search" name="q" aria-label="Search capabilities" placeholder="Search capabilities" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="300" enterkeyhint="search" aria-keyshortcuts="/"><button type="submit">Search</button></form></search>`;
