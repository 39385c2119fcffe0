// Filters and order of a story's rows. Without it the page is the full list in the order told.
(function () {
  "use strict";
  var legend = document.getElementById("legend");
  var table = document.getElementById("rows");
  if (!table) return;
  document.documentElement.classList.add("js");
  var rows = Array.prototype.slice.call(table.querySelectorAll(".row"));
  var every = Array.prototype.slice.call(document.querySelectorAll("main .row"));

  var grades = ["critical", "major", "minor", "trivial"]; // worst first

  function ticked(name) {
    var on = {};
    legend.querySelectorAll("input[name=" + name + "]:checked").forEach(function (box) {
      on[box.value] = true;
    });
    return on;
  }

  function filter() {
    var kinds = ticked("k"), severities = ticked("s");
    var only = legend.querySelector("input[name=only]").checked;
    var shown = 0;
    every.forEach(function (row) {
      var left = 0;
      row.querySelectorAll(".f").forEach(function (finding) {
        var on = kinds[finding.dataset.k] && severities[finding.dataset.s];
        finding.classList.toggle("off", !on);
        if (on) left += 1;
      });
      row.querySelectorAll("mark").forEach(function (mark) {
        var left = grades.filter(function (severity) {
          return severities[severity] && mark.dataset.f.split(" ").some(function (pair) {
            var parts = pair.split(".");
            return parts[1] === severity && kinds[parts[0]];
          });
        });
        grades.forEach(function (severity) {
          mark.classList.toggle("s-" + severity, severity === left[0]);
        });
        mark.classList.toggle("off", left.length === 0);
      });
      row.hidden = only && left === 0;
      if (!row.hidden && table.contains(row)) shown += 1;
    });
    document.getElementById("shown").textContent =
      shown === rows.length ? "" : shown + " of " + rows.length + " rows shown";
  }

  function order(link) {
    var worst = link.dataset.order === "worst";
    var sorted = rows.slice();
    if (worst) {
      sorted.sort(function (a, b) {
        return (a.dataset.rank || Infinity) - (b.dataset.rank || Infinity) || a.dataset.row - b.dataset.row;
      });
    }
    sorted.forEach(function (row) { table.appendChild(row); });
    document.querySelectorAll("a[data-order]").forEach(function (other) {
      if (other === link) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    });
  }

  document.querySelectorAll("a[data-order]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      order(link);
    });
  });
  if (legend) {
    legend.addEventListener("change", filter);
    filter(); // browsers keep ticks over a reload
  }
})();
