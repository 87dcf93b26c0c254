/** Level 1: a tile per system. Tiles keep their place whatever happens in them. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Tiling, tile } from "../lib/tiling";
import { useDesk } from "../state/desk";
import { wanted } from "../state/session";
import { Tile } from "./tile";

const GAP_PX = 10;

export function Wall() {
  const { site } = useDesk();
  const grid = useRef<HTMLDivElement>(null);
  const [tiling, setTiling] = useState<Tiling | null>(null);
  useEffect(() => {
    // Overview figures always come: the wall asks for nothing more.
    wanted.value = [];
  }, []);
  useLayoutEffect(() => {
    const element = grid.current!;
    const measure = (): void => {
      setTiling(tile(site.tops.length, element.clientWidth, element.clientHeight, GAP_PX));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [site]);
  return (
    <div
      class="wall"
      ref={grid}
      style={
        tiling === null
          ? {}
          : {
              gridTemplateColumns: `repeat(${tiling.columns}, minmax(0, 1fr))`,
              gridAutoRows: `${tiling.tile_height_px}px`,
              fontSize: `${tiling.type_px}px`,
              gap: `${GAP_PX}px`,
            }
      }
    >
      {tiling &&
        site.tops.map((system) => <Tile key={system.id} system={system} tiling={tiling} />)}
    </div>
  );
}
