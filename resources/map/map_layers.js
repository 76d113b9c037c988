// Layers that panels put on the map: areas and marks (lines are in map_lines.js); what is drawn and
// dragged by hand. What a gesture means the desk decides: the page only tells where the pointer is.
"use strict";

(() => {
  const { map, commands, tell, lines } = window.desk_page;
  const KEYS = { Escape: 1, Enter: 1, Backspace: 1, Delete: 1 };
  const layers = new Map(); // key -> { areas: Map, marks: Map }
  const icons = new Map();
  const handles = new Map();
  const container = map.getContainer();
  let drawing = false;
  let pressed = false;
  let waiting = null;
  let dragged = "";
  let sketched = [];

  function layerOf(key) {
    if (!layers.has(key)) layers.set(key, { areas: new Map(), marks: new Map() });
    return layers.get(key);
  }

  // Drops what is not in the list any more.
  function prune(known, list) {
    const there = new Set(list.map((given) => given.key));
    for (const [key, shape] of known) {
      if (there.has(key)) continue;
      shape.remove();
      known.delete(key);
    }
  }

  // --- areas -------------------------------------------------------------------------------------

  function styleOf(given) {
    return {
      color: given.colour,
      weight: given.selected ? 3 : 2,
      fillOpacity: given.selected ? 0.22 : 0.1,
      dashArray: given.dashed ? "8 6" : null,
    };
  }

  function makeArea(given) {
    return given.corners.length ? L.polygon(given.corners) : L.circle(given.centre, { radius: 1 });
  }

  function shapeArea(shape, given) {
    if (given.corners.length) shape.setLatLngs(given.corners);
    else shape.setLatLng(given.centre).setRadius(given.radius);
    shape.setStyle(styleOf(given));
  }

  function showAreas(layer, list) {
    const known = layerOf(layer).areas;
    prune(known, list);
    for (const given of list) {
      let shape = known.get(given.key);
      const kind = given.corners.length ? "polygon" : "circle";
      if (shape && shape.kind !== kind) {
        shape.remove();
        shape = null;
      }
      if (!shape) {
        shape = makeArea(given).addTo(map);
        shape.kind = kind;
        shape.on("click", (event) => {
          L.DomEvent.stop(event);
          tell("clicked", [layer, given.key]);
        });
        known.set(given.key, shape);
      }
      shapeArea(shape, given);
      shape.unbindTooltip();
      if (given.title) shape.bindTooltip(plain(given.title), { sticky: true });
    }
  }

  function plain(text) {
    const made = document.createElement("span");
    made.textContent = text;
    return made;
  }

  // --- marks -------------------------------------------------------------------------------------

  function makeMark(layer, given) {
    const pin = document.createElement("div");
    const icon = L.divIcon({ html: pin, className: "", iconSize: [0, 0] });
    const marker = L.marker([given.lat, given.lon], { icon, keyboard: true });
    marker.on("click", () => tell("clicked", [layer, given.key]));
    marker.addTo(map);
    marker.getElement().addEventListener("keydown", (event) => {
      if (event.key === "Enter") tell("clicked", [layer, given.key]);
    });
    marker.pin = pin;
    return marker;
  }

  function showMark(layer, given) {
    const known = layerOf(layer).marks;
    let marker = known.get(given.key);
    if (!marker) known.set(given.key, (marker = makeMark(layer, given)));
    marker.setLatLng([given.lat, given.lon]);
    const turn = given.course === null ? "" : `rotate(${given.course}deg)`;
    if (marker.arrow && given.course !== null) marker.arrow.style.transform = turn;
    if (marker.look === given.look) return;
    marker.look = given.look;
    const { pin } = marker;
    pin.className = given.icon ? "mark" : "mark plain";
    pin.style.setProperty("--c", given.colour);
    pin.replaceChildren();
    marker.arrow = null;
    if (given.course !== null) {
      marker.arrow = L.DomUtil.create("i", "arrow", pin);
      marker.arrow.style.transform = turn;
    }
    const disc = L.DomUtil.create("b", "", pin);
    if (icons.has(given.icon)) disc.append(icons.get(given.icon).cloneNode(true));
    if (given.label) L.DomUtil.create("span", "tag", pin).textContent = given.label;
    marker.getElement().title = given.title;
    marker.getElement().setAttribute("aria-label", given.title || given.label);
  }

  // Icons are files of the desk, taken as drawings: nothing in them can run.
  function takeIcons(given) {
    for (const [name, text] of Object.entries(given)) {
      const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      icons.set(name, document.importNode(drawing, true));
    }
  }

  // --- by hand -----------------------------------------------------------------------------------

  function showHandles(list) {
    prune(handles, list);
    for (const given of list) {
      let marker = handles.get(given.key);
      if (!marker) {
        const icon = L.divIcon({ html: document.createElement("b"), className: "", iconSize: [0, 0] });
        marker = L.marker([given.lat, given.lon], { icon, draggable: true, zIndexOffset: 2000 });
        marker.addTo(map);
        marker.on("mousedown", () => tell("choose", given.key));
        marker.on("dragstart", () => {
          dragged = given.key;
        });
        marker.on("drag", () => later("drag", () => placed(given.key, marker, false)));
        marker.on("dragend", () => {
          waiting = null;
          dragged = "";
          tell("drag", placed(given.key, marker, true));
        });
        handles.set(given.key, marker);
      }
      if (given.key !== dragged) marker.setLatLng([given.lat, given.lon]);
      const element = marker.getElement();
      element.firstChild.className = `handle ${given.kind}${given.chosen ? " chosen" : ""}`;
      element.title = given.title;
      element.setAttribute("aria-label", given.title);
    }
  }

  function placed(key, marker, end) {
    const { lat, lng } = marker.getLatLng();
    return { key, lat, lon: lng, end };
  }

  // One word a frame: a pointer says more than anybody can see.
  function later(kind, what) {
    if (!waiting) {
      requestAnimationFrame(() => {
        if (waiting) tell(waiting[0], waiting[1]());
        waiting = null;
      });
    }
    waiting = [kind, what];
  }

  function point(event) {
    const { lat, lng } = map.mouseEventToLatLng(event);
    return { lat, lon: lng };
  }

  function hand(kind, event) {
    if (!drawing || (event.target.closest && event.target.closest(".leaflet-control"))) return;
    event.stopPropagation();
    if (kind === "press") {
      if (event.button) return;
      pressed = true;
      container.focus();
      tell("press", point(event));
    } else if (kind === "move") later("move", () => point(event));
    else if (kind === "release" && pressed) {
      pressed = false;
      waiting = null;
      tell("release", point(event));
    } else if (kind === "double") tell("double", "");
  }

  const HAND = { mousedown: "press", mousemove: "move", mouseup: "release", dblclick: "double",
    click: "", pointerdown: "", touchstart: "" };
  for (const [name, kind] of Object.entries(HAND)) {
    container.addEventListener(name, (event) => hand(kind, event), true);
  }
  container.addEventListener("keydown", (event) => {
    if (KEYS[event.key] && (drawing || event.key === "Delete")) tell("key", event.key);
    else if (event.key === "Escape") map.closePopup();
  });

  function showSketch(given) {
    for (const shape of sketched) shape.remove();
    sketched = [];
    if (given.area) {
      const shape = makeArea(given.area);
      shape.options.interactive = false;
      shape.addTo(map);
      shapeArea(shape, given.area);
      sketched.push(shape);
    }
    if (given.line.length) {
      const style = { color: given.colour, weight: 2, dashArray: "6 4", interactive: false };
      sketched.push(L.polyline(given.line, style).addTo(map));
      const dot = { ...style, radius: 4, dashArray: null };
      sketched.push(L.circleMarker(given.line[0], dot).addTo(map));
    }
  }

  Object.assign(commands, {
    icons: takeIcons,
    layer(given) {
      lines.take(given.key, given.lines);
      showAreas(given.key, given.areas);
      const known = layerOf(given.key).marks;
      prune(known, given.marks);
      for (const mark of given.marks) showMark(given.key, mark);
    },
    mark({ layer, mark }) {
      showMark(layer, mark);
    },
    sketch(given) {
      drawing = given.drawing;
      container.classList.toggle("drawing", drawing);
      showSketch(given);
      for (const [layer, list] of Object.entries(given.areas)) showAreas(layer, list);
      showHandles(given.handles);
    },
  });
})();
