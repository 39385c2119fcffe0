// Filters, order and reference of a story's rows. Without it the page is the full list as told.
(function () {
  "use strict";
  var table = document.getElementById("rows");
  if (!table) return;
  document.documentElement.classList.add("js");
  var legend = document.getElementById("legend");
  var all = function (selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  };
  var rows = all(".row", table), every = all("main .row"), strip = all("#strip svg a");
  var grades = ["critical", "major", "minor", "trivial"]; // worst first

  function ticked(name) {
    var on = {};
    all("input[name=" + name + "]:checked", legend).forEach(function (box) { on[box.value] = true; });
    return on;
  }

  // The worst severity that is still switched on among "kind.severity kind.severity …".
  function worst(findings, kinds, severities) {
    return grades.filter(function (severity) {
      return severities[severity] && findings.split(" ").some(function (pair) {
        var parts = pair.split(".");
        return parts[1] === severity && kinds[parts[0]];
      });
    })[0];
  }

  function dress(element, severity) {
    grades.forEach(function (each) { element.classList.toggle("s-" + each, each === severity); });
    element.classList.toggle("off", !severity);
  }

  // Whether the boxes of this name let a row with these values through; unmade or all ticked: yes.
  function passes(name, values) {
    var boxes = all("input[name=" + name + "]", legend);
    return boxes.every(function (box) { return box.checked; }) || boxes.some(function (box) {
      return box.checked && values.indexOf(box.value) >= 0;
    });
  }

  function wanted(row) {
    return passes("status", [row.dataset.status]) && passes("level", [row.dataset.level]) &&
      passes("outlet", row.dataset.outlets.split(" "));
  }

  function filter() {
    var kinds = ticked("k"), severities = ticked("s");
    var box = legend.querySelector("input[name=only]"), only = !!box && box.checked;
    var shown = 0;
    every.forEach(function (row) {
      var left = 0;
      all(".f", row).forEach(function (finding) {
        var on = kinds[finding.dataset.k] && severities[finding.dataset.s];
        finding.classList.toggle("off", !on);
        if (on) left += 1;
      });
      all("mark", row).forEach(function (mark) { dress(mark, worst(mark.dataset.f, kinds, severities)); });
      all("details.trivia", row).forEach(function (folded) {
        var some = folded.querySelector("li:not(.off)");
        folded.hidden = !some;
        folded.open = !!some;
      });
      row.hidden = (only && left === 0) || !wanted(row);
      if (!row.hidden && table.contains(row)) shown += 1;
    });
    strip.forEach(function (link) {
      link.classList.toggle("faint", !!link.dataset.f && !worst(link.dataset.f, kinds, severities));
    });
    var said = document.getElementById("shown");
    said.textContent = shown === rows.length ? "" :
      said.dataset.text.replace("{shown}", shown).replace("{n}", rows.length);
  }

  function order(link) {
    var sorted = rows.slice();
    if (link.dataset.order === "worst") {
      sorted.sort(function (a, b) {
        return (a.dataset.rank || Infinity) - (b.dataset.rank || Infinity) || a.dataset.row - b.dataset.row;
      });
    }
    sorted.forEach(function (row) { table.appendChild(row); });
    all("a[data-order]").forEach(function (other) {
      if (other === link) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    });
  }

  // Per cent of a cell against the column `against`; "" where it was not compared.
  function figure(cell, against) {
    return ((cell && cell.dataset.c) || "").split(",")[against] || "";
  }

  function lookOf(per) {
    if (per === "") return ["silent", 3];
    var value = per === "<1" ? 0 : Number(per);
    if (value >= 80) return ["same", 3];
    if (value >= 50) return ["fair", 6];
    return value >= 25 ? ["low", 13] : ["low", 22];
  }

  var before = strip.map(function (link) {
    var rect = link.querySelector("rect"), title = link.querySelector("title");
    return {
      look: rect.getAttribute("class"), y: Number(rect.getAttribute("y")),
      height: Number(rect.getAttribute("height")), title: title.textContent
    };
  });

  function against(radio) {
    var field = document.getElementById("switch");
    var source = radio.hasAttribute("data-source"), column = Number(radio.value);
    document.documentElement.classList.toggle("switched", !source);
    document.getElementById("switched").textContent =
      source ? "" : field.dataset.note.replace("{outlet}", radio.dataset.label);
    all(".same-as", table).forEach(function (line) { line.remove(); });
    if (!source) all(".cell[data-c]", table).forEach(function (cell) {
      var per = figure(cell, column);
      if (per === "") return;
      var line = document.createElement("p");
      line.className = "same same-as";
      line.textContent = field.dataset.says + " (" + radio.dataset.label + "): " + per + " %";
      cell.appendChild(line);
    });
    strip.forEach(function (link, n) {
      var was = before[n], rect = link.querySelector("rect"), title = link.querySelector("title");
      var row = document.getElementById(link.getAttribute("href").slice(1));
      var cell = row.querySelector(".cell[data-col='" + link.dataset.col + "']");
      var per = figure(cell, column), look = source ? [was.look, was.height] : lookOf(per);
      rect.setAttribute("class", look[0]);
      rect.setAttribute("height", look[1]);
      rect.setAttribute("y", was.y + was.height - look[1]);
      title.textContent = source ? was.title : was.title.split(":")[0] + ": " +
        (per === "" ? field.dataset.not : field.dataset.says + " " + per + " %");
    });
  }

  all("a[data-order]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      order(link);
    });
  });
  all("input[name=against]").forEach(function (radio) {
    radio.addEventListener("change", function () { against(radio); });
    if (radio.checked && !radio.hasAttribute("data-source")) against(radio); // kept over a reload
  });
  if (legend) {
    legend.addEventListener("change", filter);
    all("button", legend).forEach(function (button) {
      button.addEventListener("click", function () {
        var name = button.dataset.all || button.dataset.none;
        all("input[name=" + name + "]", legend).forEach(function (box) { box.checked = !!button.dataset.all; });
        filter();
      });
    });
    filter(); // browsers keep ticks over a reload
  }
})();
