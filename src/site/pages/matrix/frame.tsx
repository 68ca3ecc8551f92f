import type { VNode } from 'preact';
import { verdictLetter } from '../../components/verdict.js';
import { KIND_ORDER, VERDICT_ORDER, VERDICTS } from '../../matrix/verdicts.js';

/** The frame that script fills in; where there is none it is not shown, and the lists below say what matters. */
export const matrixFrame = (): VNode => (
  <section class="matrix" aria-labelledby="matrix" aria-busy="true">
    <h2 id="matrix">Matrix</h2>
    <form class="controls" id="narrow-down" aria-label="Narrow the matrix down">
      <label class="wide">
        Id
        <input
          type="search"
          name="q"
          placeholder="Part of an id, of either side"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxlength={300}
        />
      </label>
      {choice('consumer_owner', 'Consumer’s owner')}
      {choice('consumer_domain', 'Consumer’s domain')}
      {choice('provider_owner', 'Provider’s owner')}
      {choice('provider_domain', 'Provider’s domain')}
    </form>
    <div class="keys">
      <fieldset>
        <legend>Verdicts</legend>
        {VERDICT_ORDER.map((verdict) => (
          <label title={VERDICTS[verdict].meaning}>
            <input type="checkbox" name="verdict" value={verdict} />
            {verdictLetter(verdict)} {VERDICTS[verdict].word} <span class="count" data-count={verdict} />
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>Kinds</legend>
        {KIND_ORDER.map((kind) => (
          <label>
            <input type="checkbox" name="kind" value={kind} />
            {kind}
          </label>
        ))}
        <label>
          <input type="checkbox" name="versions" value="all" />
          older versions too
        </label>
      </fieldset>
    </div>
    <div class="bar">
      <p class="found" role="status" data-said>
        The matrix is on its way …
      </p>
      <button type="button" class="narrow" aria-expanded="false" aria-controls="narrow-down" data-filters>
        Filters
      </button>
      <label>
        Order{' '}
        <select name="order">
          <option value="start">as they start</option>
          <option value="id">by id</option>
          <option value="worst">most open first</option>
        </select>
      </label>
      <button type="button" data-export="csv" aria-label="Download as CSV" disabled>
        CSV
      </button>
      <button type="button" data-export="svg" aria-label="Download as SVG" disabled>
        SVG
      </button>
    </div>
    <div class="sheet">
      <div class="view" data-view />
      <section class="reason" data-reason tabindex={-1} aria-labelledby="reason" hidden />
    </div>
    <p class="pointed" data-pointed aria-hidden="true" />
    <p class="detail help">
      Rows need columns. Arrow keys move, with Ctrl to the next dependency; Home, End, Page Up and Page Down jump; Enter tells
      why, Escape closes.
    </p>
  </section>
);

const choice = (name: string, label: string): VNode => (
  <label>
    {label}
    <select name={name}>
      <option value="">any</option>
    </select>
  </label>
);
