/* Quicker ways through the queue: j and k walk, Enter opens, x ticks, c takes. All of it is there without this too. */
(function () {
  "use strict";
  var wide = document.querySelector("[data-wide-open]");
  if (wide && window.matchMedia("(min-width: 68rem)").matches) wide.open = true;
  function links() { return Array.prototype.slice.call(document.querySelectorAll("[data-row]")); }
  document.addEventListener("keydown", function (event) {
    var at = document.activeElement, all = links();
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    var now = all.indexOf(at);
    if (event.key === "j" || event.key === "k") {
      var next = all[Math.max(0, Math.min(all.length - 1, now + (event.key === "j" ? 1 : -1)))];
      if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); event.preventDefault(); }
      return;
    }
    if (now < 0 || (event.key !== "x" && event.key !== "c")) return;
    var row = all[now].closest("tr"), box = row.querySelector("input[name=case]"), form = row.closest("form");
    event.preventDefault();
    if (event.key === "x") { box.checked = !box.checked; return; }
    var button = form.querySelector("button[value=claim]");
    if (!button) return;
    Array.prototype.forEach.call(form.querySelectorAll("input[name=case]"), function (one) { one.checked = one === box; });
    button.click();
  });
})();
