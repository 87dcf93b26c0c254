/** Which rows of a long list are in view. */

export interface RowWindow {
  /** First row to draw. */
  readonly from: number;
  /** One past the last row to draw. */
  readonly to: number;
}

/** Rows of equal height, with `spare` more on either side so that scrolling does not flash white. */
export function rowsInView(
  rows: number,
  row_px: number,
  scroll_px: number,
  height_px: number,
  spare: number,
): RowWindow {
  const first = Math.floor(Math.max(0, scroll_px) / row_px);
  const visible = Math.ceil(Math.max(0, height_px) / row_px) + 1;
  const from = Math.max(0, Math.min(rows, first - spare));
  return { from, to: Math.min(rows, first + visible + spare) };
}

/** Rows wholly in view: the page that "acknowledge page" means. */
export function rowsOnPage(
  rows: number,
  row_px: number,
  scroll_px: number,
  height_px: number,
): RowWindow {
  const from = Math.max(0, Math.ceil(scroll_px / row_px - 1e-6));
  const to = Math.floor((Math.max(0, scroll_px) + height_px) / row_px + 1e-6);
  return { from: Math.min(rows, from), to: Math.max(Math.min(rows, from), Math.min(rows, to)) };
}

/** Scroll position that brings a row into view, unchanged when it already is. */
export function scrollTo(
  row: number,
  row_px: number,
  scroll_px: number,
  height_px: number,
): number {
  const top = row * row_px;
  if (top < scroll_px) return top;
  return top + row_px > scroll_px + height_px ? top + row_px - height_px : scroll_px;
}
