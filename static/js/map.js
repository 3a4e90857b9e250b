// The map on “Where is it?”: an aid, fetched when it is opened. The spot can be said in words instead.
// How near to look at a spot: to the house where there are tiles, else so that the outlines show.
const HOUSE = 17, PARISH = 13;

export default async function open(box) {
  const says = box.querySelector("[data-says]");
  says.textContent = "The map is loading.";
  try {
    await Promise.all(box.dataset.styles.split(" ").map(style));
    await import(box.dataset.leaflet);
    const map = draw(box);
    await outlines(map, box);
    pick(map, box, says);
    if (says.textContent === "The map is loading.") says.textContent = "";
  } catch {
    says.textContent = "The map cannot be shown now. Say in words where it is.";
  }
}

function style(href) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}

function draw(box) {
  const place = box.querySelector("[data-map]");
  place.setAttribute("role", "application");
  place.setAttribute("aria-label", "Map. The arrow keys move it, plus and minus change its scale.");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, { zoomAnimation: !still, fadeAnimation: !still, inertia: !still });
  map.attributionControl.setPrefix(false);
  const { tiles, attribution } = box.dataset;
  if (tiles) L.tileLayer(tiles, { attribution, maxZoom: 19 }).addTo(map);
  const cross = Object.assign(document.createElement("div"), { className: "app-map__cross" });
  place.append(cross);
  return map;
}

async function outlines(map, box) {
  const answer = await fetch(box.dataset.outlines);
  const ward = { color: "#505a5f", weight: 1, fill: false };
  const district = { color: "#0b0c0c", weight: 3, fill: false };
  const look = feature => ({ ...(feature.properties.is_ward ? ward : district), interactive: false });
  const shown = L.geoJSON(await answer.json(), { style: look }).addTo(map);
  const names = L.layerGroup();
  shown.eachLayer(each => each.feature.properties.is_ward && names.addLayer(name(each)));
  const near = () => (map.getZoom() >= 11 ? names.addTo(map) : names.remove());
  map.on("zoomend", near);
  map.fitBounds(shown.getBounds().isValid() ? shown.getBounds() : [[49.9, -6.4], [55.8, 1.8]]);
  near();
}

function name(ward) {
  const options = { permanent: true, direction: "center", className: "app-map__ward" };
  return L.tooltip(options).setLatLng(ward.getBounds().getCenter())
    .setContent(Object.assign(document.createElement("span"), {
      textContent: ward.feature.properties.name,
    }));
}

function pick(map, box, says) {
  const form = box.closest("form");
  const { latitude, longitude, remove_spot: leaveOut } = form.elements;
  const pin = L.circleMarker([0, 0], {
    radius: 10, weight: 4, color: "#0b0c0c", fillColor: "#fd0", fillOpacity: 1, interactive: false,
  });
  const use = async at => {
    const spot = at.wrap();
    latitude.value = spot.lat.toFixed(6);
    longitude.value = spot.lng.toFixed(6);
    if (leaveOut) leaveOut.checked = false;
    pin.setLatLng(at).addTo(map);
    says.textContent = await words(box, latitude.value, longitude.value);
  };
  const remove = () => {
    latitude.value = longitude.value = "";
    pin.remove();
    says.textContent = "The spot is removed.";
  };
  map.on("click", event => use(event.latlng));
  box.querySelector("[data-use]").addEventListener("click", () => use(map.getCenter()));
  box.querySelector("[data-remove]").addEventListener("click", remove);
  if (latitude.value && longitude.value) {
    const at = L.latLng(latitude.value, longitude.value);
    pin.setLatLng(at).addTo(map);
    map.setView(at, box.dataset.tiles ? HOUSE : PARISH);
  }
}

async function words(box, latitude, longitude) {
  const degrees = `The spot is at ${latitude}, ${longitude}.`;
  try {
    const query = new URLSearchParams({ latitude, longitude });
    const answer = await fetch(`${box.dataset.words}?${query}`);
    return answer.ok && !answer.redirected ? (await answer.text()).trim() : degrees;
  } catch {
    return degrees;
  }
}
