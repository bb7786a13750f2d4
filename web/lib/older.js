// SPDX-License-Identifier: MIT
// For televisions of 2018 and the like (Chromium 68): what the libraries and the pages take for granted, before they load.
// A browser that is older still is told so, in the words of the page's <noscript>. Written as such browsers read it.
(function () {
  function lacks(type, name, value) {
    if (!type[name]) Object.defineProperty(type, name, { value: value, configurable: true, writable: true });
  }

  function tellTooOld() {
    var words = document.querySelector("noscript");
    var place = document.createElement("div");
    if (words) place.innerHTML = words.textContent;
    document.body.insertBefore(place, document.body.firstChild);
  }

  lacks(window, "globalThis", window);
  lacks(Object, "hasOwn", function (object, key) {
    return Object.prototype.hasOwnProperty.call(object, key);
  });
  lacks(Object, "fromEntries", function (entries) {
    var object = {};
    Array.from(entries).forEach(function (entry) {
      object[entry[0]] = entry[1];
    });
    return object;
  });
  lacks(Array.prototype, "at", function (index) {
    return this[index < 0 ? this.length + index : index];
  });
  lacks(Array.prototype, "flat", function () {
    return Array.prototype.concat.apply([], this);
  });
  lacks(Array.prototype, "flatMap", function (change, self) {
    return this.map(change, self).flat();
  });
  lacks(String.prototype, "replaceAll", function (part, other) {
    return part instanceof RegExp ? this.replace(part, other) : this.split(part).join(other);
  });
  lacks(window, "queueMicrotask", function (callback) {
    Promise.resolve().then(callback);
  });
  lacks(Element.prototype, "replaceChildren", function () {
    while (this.firstChild) this.removeChild(this.firstChild);
    this.append.apply(this, arguments);
  });

  if (!("noModule" in document.createElement("script"))) document.addEventListener("DOMContentLoaded", tellTooOld);
})();
