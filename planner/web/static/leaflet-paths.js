// Loaded right after leaflet.js. Leaflet guesses where its marker images lie from its style sheet, which inside
// st_folium is not there yet (it would ask for "vendormarker-icon.png"); here the answer follows from this file's own address,
// so it holds under any server.baseUrlPath. A page with inlined scripts has no such address and keeps Leaflet's guess.
(() => {
  const own = document.currentScript && document.currentScript.src;
  if (own) L.Icon.Default.imagePath = new URL('vendor/images/', own).href;
})();
