import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { centreOn, fitTo, panBy, zoomAt, type Box, type View } from './view.js';

const ZOOM_STEP = 1.25;
const PAN_STEP = 60;
const BUTTONS_WIDTH = 48;

interface Point {
  x: number;
  y: number;
}

/** Zoom and pan of a drawing of `content`, by mouse, touch and keyboard. */
export function useViewport(frame: RefObject<HTMLDivElement | null>, content: Box, focus: Point) {
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 });
  const [dragging, setDragging] = useState(false);
  const pointers = useRef(new Map<number, Point>());

  const sizeOf = useCallback((): Box => {
    const box = frame.current;
    return { width: box?.clientWidth ?? 1, height: box?.clientHeight ?? 1 };
  }, [frame]);
  // The buttons at the right edge cover nothing of what is fitted.
  const freeOf = useCallback((): Box => {
    const { width, height } = sizeOf();
    return { width: Math.max(1, width - BUTTONS_WIDTH), height };
  }, [sizeOf]);
  const fit = useCallback(() => setView(fitTo(content, freeOf())), [content, freeOf]);

  // The first sight: everything where that is readable, else the asset itself.
  useEffect(() => {
    setView(fitTo(content, freeOf(), focus));
  }, [content, focus, freeOf]);

  useEffect(() => {
    const box = frame.current;
    if (!box) return undefined;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const edge = box.getBoundingClientRect();
      const at = { x: event.clientX - edge.left, y: event.clientY - edge.top };
      setView((now) => zoomAt(now, Math.exp(-event.deltaY / 300), at));
    };
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => box.removeEventListener('wheel', onWheel);
  }, [frame]);

  const reveal = useCallback((point: Point) => setView((now) => centreOn(now, point, sizeOf())), [sizeOf]);
  const zoom = (factor: number) => {
    const { width, height } = sizeOf();
    setView((now) => zoomAt(now, factor, { x: width / 2, y: height / 2 }));
  };

  const onPointerDown = (event: PointerEvent) => {
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const [dx, dy] = [now.x - before.x, now.y - before.y];
    if (!dragging && Math.abs(dx) + Math.abs(dy) < 3) return;
    if (!dragging) {
      setDragging(true);
      frame.current?.setPointerCapture(event.pointerId);
    }
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other && frame.current) {
      const edge = frame.current.getBoundingClientRect();
      const factor = distance(now, other) / Math.max(1, distance(before, other));
      const middle = { x: (now.x + other.x) / 2 - edge.left, y: (now.y + other.y) / 2 - edge.top };
      setView((old) => zoomAt(old, factor, middle));
    } else {
      setView((old) => panBy(old, dx, dy));
    }
    pointers.current.set(event.pointerId, now);
  };
  const onPointerUp = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
    // After the click that follows, so that a drag ending on an asset does not open it.
    if (pointers.current.size === 0) setTimeout(() => setDragging(false));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, () => void> = {
      '+': () => zoom(ZOOM_STEP),
      '=': () => zoom(ZOOM_STEP),
      '-': () => zoom(1 / ZOOM_STEP),
      '0': fit,
      ArrowLeft: () => setView((now) => panBy(now, PAN_STEP, 0)),
      ArrowRight: () => setView((now) => panBy(now, -PAN_STEP, 0)),
      ArrowUp: () => setView((now) => panBy(now, 0, PAN_STEP)),
      ArrowDown: () => setView((now) => panBy(now, 0, -PAN_STEP)),
    };
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };

  return {
    view,
    dragging,
    fit,
    zoomIn: () => zoom(ZOOM_STEP),
    zoomOut: () => zoom(1 / ZOOM_STEP),
    /** Brings a point of the drawing into sight if it is outside. */
    reveal,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDown },
  };
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
