/** A stone of a cairn. */
export interface Stone {
  /** Its outline, as an SVG path. */
  path: string;
  /** The middle of it, for its number. */
  x: number;
  y: number;
  /** Of the number. */
  size: number;
}

const MIDDLE = 102;
const GROUND = 194;
const TOP = 22;
const WIDEST = 146;
const NARROWEST = 34;

/** The stones of a cairn in a box of 200 by 210, from the ground up: as many as there are chapters. */
export function stonesFor(count: number): Stone[] {
  // Each is a little smaller than the one below; all of them together have the same height.
  const shares = Array.from({ length: count }, (_, index) => 1 - 0.45 * shareOf(index, count));
  const unit = Math.min(42, (GROUND - TOP) / shares.reduce((sum, share) => sum + share, 0));
  let bottom = GROUND;
  return shares.map((share, index) => {
    const height = unit * share;
    const width = WIDEST - (WIDEST - NARROWEST) * shareOf(index, count) ** 0.85;
    const stone = stoneAt(MIDDLE + lean(index, 4), bottom, width, height, lean(index + 3, 0.14));
    bottom -= height;
    return stone;
  });
}

function shareOf(index: number, count: number): number {
  return count < 2 ? 0 : index / (count - 1);
}

/** Every stone leans in its own way, and always in the same. */
function lean(index: number, most: number): number {
  return Math.sin(index * 2.4 + 1) * most;
}

function stoneAt(x: number, bottom: number, width: number, height: number, skew: number): Stone {
  const [left, right] = [x - width / 2, x + width / 2];
  const top = bottom - height * 1.04;
  const shoulder = bottom - height * 0.42;
  const crown = x + width * skew;
  const points = [
    `M${left} ${shoulder}`,
    `C${left} ${top + height * 0.2} ${crown - width * 0.38} ${top} ${crown} ${top}`,
    `C${crown + width * 0.34} ${top} ${right} ${top + height * 0.26} ${right} ${shoulder}`,
    `C${right} ${bottom} ${x + width * 0.34} ${bottom} ${x} ${bottom}`,
    `C${x - width * 0.36} ${bottom} ${left} ${bottom - height * 0.04} ${left} ${shoulder}Z`,
  ];
  return {
    path: points.join('').replace(/-?\d+\.\d+/g, (value) => Number(value).toFixed(1)),
    x,
    y: bottom - height * 0.48 + Math.min(15, height * 0.5) * 0.35,
    size: Math.min(15, height * 0.5),
  };
}
