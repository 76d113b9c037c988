// Lines of the layers on one canvas: points are sent once, thinned once for each zoom, and drawn
// wider than what is seen, so that the map can be dragged without drawing them again.
"use strict";

(() => {
  const { map } = window.desk_page;
  const TILE = 256;
  const BEYOND = 256;
  const FINEST = 1.5;
  const PIECE = 256;
  const MOST_SEEN = 12000;
  const layers = new Map();
  const pane = map.createPane("lines");
  pane.style.zIndex = 405;
  pane.style.pointerEvents = "none";
  const canvas = L.DomUtil.create("canvas", "", pane);
  let corner = L.point(0, 0);
  let asked = false;

  function bytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  }

  function unpacked(given) {
    return {
      ...given,
      points: new Int32Array(bytes(given.points)),
      which: new Uint16Array(bytes(given.which)),
      zooms: new Map(),
    };
  }

  // Two points inside one square of a pixel and a half are one.
  function thin(line, zoom) {
    const scale = TILE * 2 ** zoom;
    const { points, which } = line;
    const count = points.length / 2;
    const xs = new Float64Array(count);
    const ys = new Float64Array(count);
    const colours = new Uint16Array(count);
    let kept = 0;
    let column = NaN;
    let row = NaN;
    for (let n = 0; n < count; n += 1) {
      const x = (points[2 * n] / 2 ** 32 + 0.5) * scale;
      const y = (points[2 * n + 1] / 2 ** 32 + 0.5) * scale;
      const atColumn = Math.floor(x / FINEST);
      const atRow = Math.floor(y / FINEST);
      if (atColumn === column && atRow === row && n < count - 1) continue;
      column = atColumn;
      row = atRow;
      xs[kept] = x;
      ys[kept] = y;
      colours[kept] = which.length ? which[Math.min(n, which.length - 1)] : 0;
      kept += 1;
    }
    return { xs, ys, pieces: pieces(xs, ys, colours, kept) };
  }

  function pieces(xs, ys, colours, count) {
    const found = [];
    for (let first = 0; first < count - 1; ) {
      let last = first + 1;
      while (last < count - 1 && last - first < PIECE && colours[last] === colours[first]) last += 1;
      const piece = { first, last, colour: colours[first], box: [Infinity, Infinity, -Infinity, -Infinity] };
      for (let n = first; n <= last; n += 1) {
        piece.box[0] = Math.min(piece.box[0], xs[n]);
        piece.box[1] = Math.min(piece.box[1], ys[n]);
        piece.box[2] = Math.max(piece.box[2], xs[n]);
        piece.box[3] = Math.max(piece.box[3], ys[n]);
      }
      found.push(piece);
      first = last;
    }
    return found;
  }

  function draw() {
    asked = false;
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const width = size.x + 2 * BEYOND;
    const height = size.y + 2 * BEYOND;
    corner = map.containerPointToLayerPoint([-BEYOND, -BEYOND]);
    L.DomUtil.setPosition(canvas, corner);
    if (![...layers.values()].some((lines) => lines.length)) {
      canvas.width = canvas.height = 0;
      return;
    }
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.lineJoin = pen.lineCap = "round";
    const zoom = map.getZoom();
    const left = map.getPixelOrigin().x + corner.x;
    const top = map.getPixelOrigin().y + corner.y;
    for (const lines of layers.values()) {
      for (const line of lines) drawLine(pen, line, zoom, left, top, width, height);
    }
  }

  function drawLine(pen, line, zoom, left, top, width, height) {
    if (!line.zooms.has(zoom)) line.zooms.set(zoom, thin(line, zoom));
    const { xs, ys, pieces: all } = line.zooms.get(zoom);
    pen.lineWidth = line.width;
    pen.setLineDash(line.dashed ? [8, 6] : []);
    const seen = all.filter(({ box }) => (
      box[2] >= left && box[3] >= top && box[0] <= left + width && box[1] <= top + height
    ));
    // So many points in sight are a scribble, in which nobody misses every other one.
    const count = seen.reduce((sum, { first, last }) => sum + last - first, 0);
    const step = Math.max(1, Math.ceil(count / MOST_SEEN));
    for (const { first, last, colour } of seen) {
      pen.strokeStyle = line.palette[colour];
      pen.beginPath();
      pen.moveTo(xs[first] - left, ys[first] - top);
      for (let n = first + step; n < last; n += step) pen.lineTo(xs[n] - left, ys[n] - top);
      pen.lineTo(xs[last] - left, ys[last] - top);
      pen.stroke();
    }
  }

  function soon() {
    if (!asked) {
      asked = true;
      requestAnimationFrame(draw);
    }
  }

  map.on("moveend viewreset resize", draw);
  map.on("move", () => {
    const at = map.layerPointToContainerPoint(corner);
    if (Math.abs(at.x + BEYOND) >= BEYOND || Math.abs(at.y + BEYOND) >= BEYOND) soon();
  });

  window.desk_page.lines = {
    take(key, given) {
      if (given.length) layers.set(key, given.map(unpacked));
      else if (!layers.delete(key)) return;
      soon();
    },
    drawNow: draw,
    drawn: () => layers,
  };
})();
