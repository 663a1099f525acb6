/* What makes the console quicker to use. Every page works without it, except that news do not come by themselves.
   data-confirm on a form: asks first.      data-copy="#id": copies a field.      data-key="j": a key presses it.
   data-live="/staff/…" on an element with an id: it is drawn anew when that stream tells of a change. */
(function () {
  "use strict";
  document.documentElement.classList.add("has-script");

  /* asking first: the browser's own dialog, so that the page's policy need not be loosened */
  document.addEventListener("submit", function (event) {
    var form = event.target, question = form.getAttribute("data-confirm");
    if (question && !window.confirm(question)) event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var field = document.querySelector(button.getAttribute("data-copy")), words = button.querySelector("[data-said]");
    field.select();
    function said() { if (words) words.textContent = words.getAttribute("data-said"); }
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(said, function () {});
    else if (document.execCommand("copy")) said();
  });
  document.addEventListener("focusin", function (event) {
    if (event.target.hasAttribute("data-select")) event.target.select();
  });

  /* what was done is said for a while, and not said again when the page is loaded anew */
  var toast = document.querySelector("[data-toast]");
  if (toast) {
    setTimeout(function () { toast.classList.add("is-gone"); }, 6000);
    setTimeout(function () { toast.remove(); }, 6600);
    var address = new URL(location.href);
    address.searchParams.delete("done");
    history.replaceState(null, "", address);
  }

  /* keys, where nobody is writing */
  document.addEventListener("keydown", function (event) {
    var at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || at.isContentEditable) return;
    var found = Array.prototype.find.call(document.querySelectorAll("[data-key]"), function (one) {
      return one.getAttribute("data-key") === event.key && one.offsetParent !== null;
    });
    if (!found) return;
    event.preventDefault();
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(found.tagName)) found.focus(); else found.click();
  });

  /* news */
  Array.prototype.forEach.call(document.querySelectorAll("[data-live][id]"), function (element) {
    var id = element.id, stream = new EventSource(element.getAttribute("data-live")), busy = false, again = false;
    function draw() {
      if (busy) { again = true; return; }
      busy = true;
      fetch(location.href, { headers: { "X-Farol-Live": "1" }, credentials: "same-origin", redirect: "error" })
        .then(function (answer) { if (!answer.ok) throw answer.status; return answer.text(); })
        .then(function (text) {
          var fresh = new DOMParser().parseFromString(text, "text/html").getElementById(id);
          var present = document.getElementById(id), focused = document.activeElement;
          if (!fresh || !present || (present.contains(focused) && /^(INPUT|TEXTAREA|SELECT)$/.test(focused.tagName))) return;
          var focus = present.contains(focused) ? focused.getAttribute("href") || focused.id : "";
          present.innerHTML = "";
          Array.prototype.slice.call(fresh.childNodes).forEach(function (node) { present.appendChild(document.importNode(node, true)); });
          if (focus) {
            var same = present.querySelector("[href=" + JSON.stringify(focus) + "]") || document.getElementById(focus);
            if (same) same.focus();
          }
          document.dispatchEvent(new CustomEvent("farol:drawn", { detail: id }));
        })
        .catch(function () {})
        .then(function () { busy = false; if (again) { again = false; draw(); } });
    }
    stream.addEventListener("change", draw);
    stream.addEventListener("ended", function () { stream.close(); location.reload(); });
  });
})();
