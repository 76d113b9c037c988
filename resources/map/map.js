// What the page of the map does: it draws what the desk says over the channel, and tells the desk
// what was clicked and moved. Every text is set as text, never as HTML.
"use strict";

(() => {
  const map = window.map_desk; // made by folium, see packaging/map_page.py
  const tiles = window.tile_layer_desk;
  const NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
  const STEPS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];
  const GRID_PX = 110;
  const POPUP_PX = 32; // the tip of a popup, what is between it and the spot, and some air
  const devices = new Map();
  const over = L.tileLayer("", { minZoom: 0, maxZoom: 19, pane: "tilePane", zIndex: 2 });
  let desk = null;
  let byHand = false;

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  // --- the grid, seen where the map has no picture ---------------------------------------------

  function stepAt(zoom) {
    const perPixel = 360 / (256 * 2 ** zoom);
    return STEPS.filter((step) => step / perPixel >= GRID_PX).pop() || STEPS[0];
  }

  function degrees(value, step, plus, minus) {
    const places = Math.max(0, (String(step).split(".")[1] || "").length);
    const side = Math.abs(value) < step / 2 ? "" : value > 0 ? ` ${plus}` : ` ${minus}`;
    return `${Math.abs(value).toFixed(places)}°${side}`;
  }

  const Grid = L.GridLayer.extend({
    createTile(coords) {
      const size = this.getTileSize();
      const canvas = document.createElement("canvas");
      const ratio = window.devicePixelRatio || 1;
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      pen.strokeStyle = token("line");
      const corner = coords.scaleBy(size);
      const from = map.unproject(corner, coords.z);
      const to = map.unproject(corner.add(size), coords.z);
      const step = stepAt(coords.z);
      for (let n = Math.ceil(from.lng / step); n * step < to.lng; n += 1) {
        const x = Math.round(map.project([0, n * step], coords.z).x - corner.x) + 0.5;
        line(pen, x, 0, x, size.y);
      }
      for (let n = Math.ceil(to.lat / step); n * step < from.lat; n += 1) {
        const y = Math.round(map.project([n * step, 0], coords.z).y - corner.y) + 0.5;
        line(pen, 0, y, size.x, y);
      }
      return canvas;
    },
  });

  function line(pen, fromX, fromY, toX, toY) {
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.lineTo(toX, toY);
    pen.stroke();
  }

  map.createPane("grid").style.zIndex = 150; // under the tiles
  const labels = L.DomUtil.create("div", "grid-labels", map.getPane("grid"));

  // Labels stand at the edges of what is seen, so they move against the map. None is written where
  // it would be cut, or under the buttons in the corner, the other labels, the scale or the source.
  function labelGrid() {
    const { x: width, y: height } = map.getSize();
    const from = map.containerPointToLatLng([0, 0]);
    const to = map.containerPointToLatLng([width, height]);
    const step = stepAt(map.getZoom());
    labels.replaceChildren();
    for (let n = Math.ceil(from.lng / step); n * step < to.lng; n += 1) {
      const x = map.latLngToContainerPoint([0, n * step]).x;
      if (x < 36 || x > width - 76) continue;
      label(x + 4, 2, degrees(n * step, step, "E", "W"));
    }
    for (let n = Math.ceil(to.lat / step); n * step < from.lat; n += 1) {
      const y = map.latLngToContainerPoint([n * step, from.lng]).y;
      if (y < 80 || y > height - 28) continue;
      label(4, y - 16, degrees(n * step, step, "N", "S"));
    }
  }

  function label(x, y, text) {
    const made = L.DomUtil.create("span", "", labels);
    made.textContent = text;
    L.DomUtil.setPosition(made, map.containerPointToLayerPoint([x, y])._round());
  }

  map.on("move viewreset resize", labelGrid);
  const grid = new Grid({ pane: "grid", minZoom: 0, maxZoom: 19 }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const source = L.control({ position: "bottomright" });
  source.onAdd = () => L.DomUtil.create("div", "source");
  source.addTo(map);
  tiles.options.errorTileUrl = over.options.errorTileUrl = NOTHING;

  function tell(kind, what) {
    if (desk) desk.told(kind, JSON.stringify(what));
  }

  // --- markers and tracks ----------------------------------------------------------------------

  function svg(name, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function makeDevice(given) {
    const pin = document.createElement("div");
    const drawing = svg("svg", { viewBox: "-24 -24 48 48" });
    const course = svg("path", { class: "course", d: "M0-21 8-8.5-8-8.5Z" });
    drawing.append(svg("circle", { class: "halo", r: 16 }), course);
    drawing.append(svg("circle", { class: "dot", r: 7 }));
    const tag = document.createElement("span");
    tag.className = "tag";
    pin.append(drawing, tag);
    const card = document.createElement("div");
    const heading = document.createElement("h1");
    const rows = document.createElement("dl");
    card.append(heading, rows);
    const icon = L.divIcon({ html: pin, className: "", iconSize: [48, 48], popupAnchor: [0, -12] });
    const marker = L.marker([given.lat, given.lon], { icon, riseOnHover: true });
    marker.bindPopup(card, { closeButton: false, maxWidth: 300, autoPanPadding: [8, 8] });
    marker.on("click", () => desk.picked(given.uri));
    marker.addTo(map);
    const style = { interactive: false, lineJoin: "round", smoothFactor: 0.5 };
    const track = {
      generation: -1,
      points: [],
      done: L.polyline([], style).addTo(map),
      ahead: L.polyline([], { ...style, dashArray: "1 6", lineCap: "round" }).addTo(map),
    };
    const made = { marker, pin, course, tag, card, heading, rows, track };
    devices.set(given.uri, made);
    return made;
  }

  function showMarkers(list) {
    const there = new Set(list.map((given) => given.uri));
    for (const [uri, device] of devices) {
      if (there.has(uri)) continue;
      for (const part of [device.marker, device.track.done, device.track.ahead]) part.remove();
      devices.delete(uri);
    }
    for (const given of list) showMarker(devices.get(given.uri) || makeDevice(given), given);
  }

  function showMarker(device, given) {
    device.marker.setLatLng([given.lat, given.lon]);
    device.marker.setZIndexOffset(given.selected ? 1000 : 0);
    device.marker.getElement().title = given.name;
    device.marker.getElement().setAttribute("aria-label", given.name);
    device.pin.className = "pin";
    device.pin.style.setProperty("--c", given.colour);
    device.pin.classList.toggle("selected", given.selected);
    device.pin.classList.toggle("stale", given.stale);
    device.marker.getElement().style.display = given.twin ? "none" : "";
    const heading = given.course !== null && !given.stale;
    device.pin.classList.toggle("heading", heading);
    if (heading) device.course.setAttribute("transform", `rotate(${given.course})`);
    device.tag.textContent = given.age;
    device.card.className = given.stale ? "card stale" : "card";
    device.heading.textContent = given.name;
    const before = device.rows.childElementCount;
    while (device.rows.childElementCount > 2 * given.rows.length) device.rows.lastChild.remove();
    given.rows.forEach(([label, value], n) => {
      for (const [part, kind, text] of [[0, "dt", label], [1, "dd", value]]) {
        const at = 2 * n + part;
        const cell = device.rows.children[at] || document.createElement(kind);
        if (!cell.parentNode) device.rows.append(cell);
        if (cell.textContent !== text) cell.textContent = text;
      }
    });
    if (device.rows.childElementCount !== before) device.marker.getPopup().update();
    device.track.style = { color: given.colour, weight: given.selected ? 3 : 2 };
    device.track.done.setStyle(device.track.style);
    device.track.ahead.setStyle({ color: given.colour, weight: 2 });
  }

  function showTrack(given) {
    const device = devices.get(given.uri);
    if (!device) return;
    const track = device.track;
    if (track.generation !== given.generation) {
      track.generation = given.generation;
      track.points = [];
    }
    for (const point of given.points) track.points.push(point);
    track.done.setLatLngs(track.points.slice(0, given.done));
    track.ahead.setLatLngs(track.points.slice(Math.max(given.done - 1, 0)));
  }

  // Where the map is centred on something whose popup is open, the popup has to fit above it.
  function middleFor({ lat, lon, zoom }) {
    const place = L.latLng(lat, lon);
    const open = map._popup;
    if (!open || !open.isOpen() || !open.getLatLng().equals(place, 1e-6)) return place;
    const half = map.getSize().y / 2;
    const high = open.getElement().offsetHeight + POPUP_PX - half;
    const lower = Math.min(Math.max(high, 0), Math.max(half - 24, 0));
    return map.unproject(map.project(place, zoom).subtract([0, lower]), zoom);
  }

  // --- what the desk says ----------------------------------------------------------------------

  const commands = {
    dress(given) {
      const root = document.documentElement;
      root.lang = given.language;
      for (const [name, colour] of Object.entries(given.colours)) {
        root.style.setProperty(`--${name}`, colour);
      }
      root.classList.toggle("dark", given.dark);
      for (const [layer, url] of [[tiles, given.tiles.url], [over, given.tiles.over]]) {
        layer.options.minZoom = given.tiles.min;
        layer.options.maxNativeZoom = given.tiles.max;
        layer.options.bounds = given.tiles.bounds ? L.latLngBounds(given.tiles.bounds) : null;
        if (!url) layer.remove();
        else if (!map.hasLayer(layer)) layer.setUrl(url, true).addTo(map);
        else if (layer._url !== url) layer.setUrl(url);
      }
      source.getContainer().textContent = given.tiles.attribution;
      for (const [side, text] of [["in", given.words.nearer], ["out", given.words.farther]]) {
        const button = document.querySelector(`.leaflet-control-zoom-${side}`);
        button.title = text;
        button.setAttribute("aria-label", text);
      }
      grid.redraw();
    },
    markers: showMarkers,
    tracks(list) {
      list.forEach(showTrack);
    },
    following(on) {
      map.options.scrollWheelZoom = on ? "center" : true;
      map.options.doubleClickZoom = on ? "center" : true;
    },
    go(given) {
      map.setView(middleFor(given), given.zoom, { animate: false });
    },
    fit(corners) {
      map.fitBounds(corners, { padding: [48, 48], maxZoom: 17, animate: false });
    },
    popup(uri) {
      const device = devices.get(uri);
      if (device) device.marker.openPopup();
      else map.closePopup();
    },
  };

  map.on("dragstart", () => {
    byHand = true;
  });
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) byHand = true;
    // Leaflet hears the arrows at the map itself; from a marker they go there too.
    if (event.target !== map.getContainer() && event.target.closest(".leaflet-marker-icon")) {
      map.keyboard._onKeyDown(event);
    }
  });
  map.on("moveend", () => {
    const centre = map.getCenter();
    if (desk) desk.moved(centre.lat, centre.lng, map.getZoom(), byHand);
    byHand = false;
  });

  window.desk_page = { map, commands, tell, svg };

  // After the other scripts, which add their commands.
  document.addEventListener("DOMContentLoaded", () => {
    new QWebChannel(qt.webChannelTransport, (channel) => {
      desk = channel.objects.desk;
      desk.said.connect((text) => {
        const given = JSON.parse(text);
        for (const [name, value] of Object.entries(given)) commands[name](value);
      });
      desk.opened();
    });
  });
})();
