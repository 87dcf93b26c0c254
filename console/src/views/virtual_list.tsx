/** A scrolling list of rows of equal height that draws only those in view. */

import type { ComponentChildren, Ref } from "preact";
import { useImperativeHandle, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type RowWindow, rowsInView, rowsOnPage, scrollTo } from "../lib/virtual";

export interface VirtualListHandle {
  /** Rows wholly in view. */
  page(): RowWindow;
  reveal(row: number): void;
}

const SPARE_ROWS = 6;

export function VirtualList(props: {
  rows: number;
  row_px: number;
  label: string;
  class?: string;
  handle?: Ref<VirtualListHandle>;
  /** Called with the last row drawn, for lists that load more at their end. */
  onReach?: (row: number) => void;
  children: (row: number) => ComponentChildren;
}) {
  const { rows, row_px } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [window, setWindow] = useState<RowWindow>({ from: 0, to: 0 });
  const look = (): void => {
    const element = scroller.current!;
    const next = rowsInView(rows, row_px, element.scrollTop, element.clientHeight, SPARE_ROWS);
    setWindow((now) => (now.from === next.from && now.to === next.to ? now : next));
    props.onReach?.(next.to);
  };
  useLayoutEffect(look, [rows, row_px]);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(look);
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, [rows, row_px]);
  useImperativeHandle(
    props.handle ?? null,
    () => ({
      page: () =>
        rowsOnPage(rows, row_px, scroller.current!.scrollTop, scroller.current!.clientHeight),
      reveal: (row) => {
        const element = scroller.current!;
        element.scrollTop = scrollTo(row, row_px, element.scrollTop, element.clientHeight);
      },
    }),
    [rows, row_px],
  );
  const drawn: ComponentChildren[] = [];
  for (let row = window.from; row < Math.min(window.to, rows); row++)
    drawn.push(props.children(row));
  return (
    <div
      class={`virtual-list ${props.class ?? ""}`}
      ref={scroller}
      onScroll={look}
      role="rowgroup"
      aria-label={props.label}
    >
      <div style={{ height: `${rows * row_px}px`, position: "relative" }}>
        <div style={{ transform: `translateY(${window.from * row_px}px)` }}>{drawn}</div>
      </div>
    </div>
  );
}
