// Batteries of the fleet on the page: spots, as the desk gathered them, and the card of one.
"use strict";

(() => {
  const { map, commands, tell, svg } = window.desk_page;
  const spots = new Map();
  const TIP_PX = 20; // Leaflet's sheet: the margin the tip of a card hangs in
  const LIFT_PX = 8; // from the spot to the tip
  let card = null; // { popup, spot, shape, box }

  function makeSpot(given) {
    const pin = document.createElement("div");
    const icon = L.divIcon({ html: pin, className: "", iconSize: [0, 0] });
    const marker = L.marker([given.lat, given.lon], { icon, riseOnHover: true, keyboard: true });
    marker.on("click", () => tell("spot", marker.key));
    marker.on("contextmenu", (event) => {
      L.DomEvent.preventDefault(event.originalEvent);
      const { x, y } = event.containerPoint;
      tell("menu", { key: marker.key, x, y });
    });
    marker.addTo(map);
    // What is pressed stays while its look changes: a click on what was replaced is none.
    const hit = part(marker.getElement(), "hit");
    marker.getElement().addEventListener("keydown", (event) => {
      if (event.key === "Enter") tell("spot", marker.key);
    });
    const made = { marker, pin, hit, circle: null, given: null };
    spots.set(given.key, made);
    return made;
  }

  function part(parent, name) {
    const made = document.createElement("span");
    made.className = name;
    parent.append(made);
    return made;
  }

  function fill(spot, given) {
    const { pin } = spot;
    const side = `${2 * (given.count > 1 ? given.radius : 11)}px`;
    spot.hit.style.width = spot.hit.style.height = side;
    pin.replaceChildren();
    pin.style.setProperty("--c", given.colour);
    if (given.count > 1) {
      pin.className = "spot cluster";
      const ring = part(pin, "ring");
      ring.style.width = ring.style.height = ring.style.lineHeight = side;
      ring.textContent = given.count;
      if (given.sign) {
        const badge = part(pin, "badge");
        badge.textContent = `${given.sign}${given.signed}`;
        badge.style.left = `${given.radius * 0.7 - 4}px`;
        badge.style.top = `${-given.radius * 0.7 - 12}px`;
      }
      return;
    }
    pin.className = "spot battery";
    pin.classList.toggle("selected", given.selected);
    pin.classList.toggle("old", given.stale);
    const drawing = svg("svg", { viewBox: "-24 -24 48 48" });
    drawing.append(svg("circle", { class: "halo", r: 14 }));
    if (given.course !== null) {
      const turn = `rotate(${given.course})`;
      drawing.append(svg("path", { class: "dot", d: "M0-21 8-8.5-8-8.5Z", transform: turn }));
    }
    drawing.append(svg("circle", { class: "dot", r: 8 }));
    if (given.sign) {
      const letter = svg("text", { class: "sign", x: 0, y: 4.2 });
      letter.textContent = given.sign;
      drawing.append(letter);
    }
    pin.append(drawing);
    if (given.tag) part(pin, "tag").textContent = given.tag;
  }

  function showSpot(spot, given) {
    const old = spot.given;
    spot.given = given;
    spot.marker.key = given.key;
    if (!old || old.lat !== given.lat || old.lon !== given.lon) {
      spot.marker.setLatLng([given.lat, given.lon]);
    }
    if (!old || old.look !== given.look) {
      fill(spot, given);
      spot.marker.setZIndexOffset(given.selected ? 900 : given.count > 1 ? 100 : 0);
      spot.marker.getElement().title = given.title;
      spot.marker.getElement().setAttribute("aria-label", given.title);
    }
    if (given.accuracy) {
      if (!spot.circle) {
        const style = { interactive: false, weight: 1, dashArray: "4 3", fillOpacity: 0.12 };
        spot.circle = L.circle([given.lat, given.lon], style).addTo(map);
      }
      spot.circle.setLatLng([given.lat, given.lon]).setRadius(given.accuracy);
      spot.circle.setStyle({ color: given.ring });
    } else if (spot.circle) {
      spot.circle.remove();
      spot.circle = null;
    }
  }

  // --- the card ----------------------------------------------------------------------------------

  function cardBox(given) {
    const box = document.createElement("div");
    const heading = document.createElement("h1");
    heading.textContent = given.title;
    const rows = document.createElement("dl");
    for (const [label] of given.rows) {
      const name = document.createElement("dt");
      name.textContent = label;
      rows.append(name, document.createElement("dd"));
    }
    box.append(heading, rows);
    if (given.members.length) {
      const list = document.createElement("div");
      list.className = "members";
      for (const [number, text] of given.members) {
        list.append(button(text, () => tell("member", number)));
      }
      box.append(list);
    }
    const more = document.createElement("p");
    box.append(more);
    const row = document.createElement("div");
    row.className = "buttons";
    for (const [key, text] of given.buttons) {
      const made = button(text, () => {
        const at = made.getBoundingClientRect();
        tell("act", { key, x: at.left, y: at.bottom });
      });
      row.append(made);
    }
    if (given.buttons.length) box.append(row);
    return box;
  }

  function button(text, pressed) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", pressed);
    return made;
  }

  function fillCard(given) {
    card.box.className = given.stale ? "card stale" : "card";
    const values = card.box.querySelectorAll("dd");
    given.rows.forEach(([, value], n) => {
      if (values[n].textContent !== value) values[n].textContent = value;
    });
    card.box.querySelector("p").textContent = given.more;
  }

  // Moves the map as little as shows the whole card. Leaflet's own way is animated, and fights with
  // a map that follows; what is followed is put where its card fits by the command `go`.
  function showWhole() {
    const size = map.getSize();
    const box = card.popup.getElement();
    const at = map.latLngToContainerPoint(card.popup.getLatLng());
    const left = at.x - box.offsetWidth / 2;
    const top = at.y - box.offsetHeight - TIP_PX - LIFT_PX;
    const x = left < 4 ? left - 4 : Math.max(left + box.offsetWidth + 4 - size.x, 0);
    const y = top < 4 ? top - 4 : 0;
    if (x || y) map.panBy([Math.round(x), Math.round(y)], { animate: false });
  }

  function dropCard() {
    const old = card;
    card = null;
    if (old) old.popup.remove();
  }

  map.on("resize", () => {
    if (!card) return;
    const width = Math.min(300, Math.max(map.getSize().x - 40, 160));
    Object.assign(card.popup.options, { maxWidth: width, minWidth: Math.min(240, width) });
    card.popup.update();
  });
  map.on("popupclose", (event) => {
    if (card && event.popup === card.popup) {
      card = null;
      tell("closed", "");
    }
  });

  Object.assign(commands, {
    fleet(list) {
      const there = new Set(list.map((given) => given.key));
      for (const [key, spot] of spots) {
        if (there.has(key)) continue;
        spot.marker.remove();
        if (spot.circle) spot.circle.remove();
        spots.delete(key);
      }
      for (const given of list) showSpot(spots.get(given.key) || makeSpot(given), given);
    },
    card(given) {
      if (!given) {
        dropCard();
        return;
      }
      const { spot, rows, buttons, members } = given;
      const shape = JSON.stringify([spot, rows.map((row) => row[0]), buttons, members]);
      if (card && card.shape === shape) {
        const high = card.box.offsetHeight;
        fillCard(given);
        card.popup.setLatLng([given.lat, given.lon]);
        if (card.box.offsetHeight !== high) {
          card.popup.update();
          showWhole();
        }
        return;
      }
      const box = cardBox(given);
      if (card && card.spot === spot) {
        Object.assign(card, { shape, box });
        fillCard(given);
        card.popup.setContent(box);
        showWhole();
        return;
      }
      dropCard();
      const width = Math.min(300, Math.max(map.getSize().x - 40, 160));
      const popup = L.popup({
        closeButton: false, maxWidth: width, minWidth: Math.min(240, width),
        offset: [0, -LIFT_PX],
        autoPan: false,
      });
      card = { popup, spot, shape, box };
      fillCard(given);
      popup.setLatLng([given.lat, given.lon]).setContent(box).openOn(map);
      showWhole();
    },
  });
})();
