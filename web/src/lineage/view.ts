/** How a drawing is seen through its frame: a point `p` of it appears at `p * scale + (x, y)`. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const MIN_SCALE = 0.05;
const MAX_SCALE = 3;
/** Names are still readable at this scale. */
const READABLE_SCALE = 0.62;
const REVEAL_MARGIN = 40;

/**
 * The whole of `content` in `frame`, never magnified. With `focus`, where the whole would be too small to
 * read, that point in the middle at a readable scale instead.
 */
export function fitTo(content: Box, frame: Box, focus?: Point): View {
  const whole = Math.min(1, frame.width / content.width, frame.height / content.height);
  if (focus && whole < READABLE_SCALE) {
    const scale = READABLE_SCALE + 0.13;
    return {
      scale,
      x: held(frame.width / 2 - focus.x * scale, content.width * scale, frame.width),
      y: held(frame.height / 2 - focus.y * scale, content.height * scale, frame.height),
    };
  }
  const scale = Math.max(MIN_SCALE, whole);
  return {
    scale,
    x: (frame.width - content.width * scale) / 2,
    y: (frame.height - content.height * scale) / 2,
  };
}

/** Zooms by `factor` with the point of the frame at `at` staying where it is. */
export function zoomAt(view: View, factor: number, at: Point): View {
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

export function panBy(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** The same view if `point` is well inside `frame`, else one with it in the middle. */
export function centreOn(view: View, point: Point, frame: Box): View {
  const x = point.x * view.scale + view.x;
  const y = point.y * view.scale + view.y;
  const inside =
    x > REVEAL_MARGIN && x < frame.width - REVEAL_MARGIN && y > REVEAL_MARGIN && y < frame.height - REVEAL_MARGIN;
  return inside ? view : panBy(view, frame.width / 2 - x, frame.height / 2 - y);
}

/** Keeps the edge of content longer than its frame from being pulled inside it; centres shorter content. */
function held(offset: number, content: number, frame: number): number {
  return content <= frame ? (frame - content) / 2 : Math.min(0, Math.max(frame - content, offset));
}
