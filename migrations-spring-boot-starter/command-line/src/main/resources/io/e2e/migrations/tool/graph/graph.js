'use strict';
(function () {
  var data = JSON.parse(document.getElementById('data').textContent);
  var svg = document.querySelector('svg.graph');
  var canvas = document.getElementById('canvas');
  var panel = document.getElementById('plan');
  var search = document.getElementById('search');
  var buttons = Array.prototype.slice.call(document.querySelectorAll('#objects button'));
  var width = svg.viewBox.baseVal.width;
  var height = svg.viewBox.baseVal.height;
  var scale = 1;

  function all(selector, action) {
    Array.prototype.forEach.call(svg.querySelectorAll(selector), action);
  }

  function element(name, text, parent) {
    var made = document.createElement(name);
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }

  function counted(count, thing) {
    return count + ' ' + thing + (count === 1 ? '' : 's');
  }

  function zoom(to) {
    scale = Math.max(0.1, Math.min(3, to));
    svg.setAttribute('width', Math.round(width * scale));
    svg.setAttribute('height', Math.round(height * scale));
  }

  function fit() {
    zoom(Math.min(1, (canvas.clientWidth - 2) / width, (canvas.clientHeight - 2) / height));
  }

  function choose(index, scroll) {
    var chosen = index === null ? null : data.plans[index];
    var needed = {};
    for (var step = 0; chosen && step < chosen.length; step += 2) {
      needed[chosen[step]] = true;
    }
    var cards = {};
    svg.classList.toggle('focused', chosen !== null);
    all('.card', function (card) {
      cards[card.dataset.c] = !!needed[data.makers[card.dataset.c]];
      card.classList.toggle('on', cards[card.dataset.c]);
    });
    var objects = 0;
    all('.object', function (object) {
      var on = cards[object.closest('.card').dataset.c];
      objects += on ? 1 : 0;
      object.classList.toggle('on', on);
      object.classList.toggle('chosen', Number(object.dataset.o) === index);
    });
    all('.pip', function (pip) { pip.classList.toggle('on', !!needed[pip.dataset.m]); });
    all('.wire', function (wire) { wire.classList.toggle('on', !!(cards[wire.dataset.from] && cards[wire.dataset.to])); });
    buttons.forEach(function (button) { button.setAttribute('aria-pressed', String(Number(button.dataset.o) === index)); });
    show(index, chosen, objects);
    if (scroll && chosen) {
      buttons[index].scrollIntoView({block: 'nearest'});
      reveal(svg.querySelector('.object.chosen'));
    }
  }

  function show(index, chosen, objects) {
    panel.textContent = '';
    panel.hidden = chosen === null;
    if (chosen === null) {
      return;
    }
    element('h2', buttons[index].firstChild.textContent.trim(), panel);
    element('p', 'needs ' + chosen.length / 2 + ' of ' + counted(data.migrations.length, 'migration') + ', which make '
      + objects + ' of ' + counted(data.plans.length, 'object'), panel).className = 'note';
    var list = element('ol', '', panel);
    for (var step = 0; step < chosen.length; step += 2) {
      var item = element('li', data.migrations[chosen[step]], list);
      element('small', data.reasons[chosen[step + 1]], item);
    }
    var clear = element('button', 'Show all', panel);
    clear.type = 'button';
    clear.addEventListener('click', function () { pick(null, false); search.focus(); });
  }

  /** Shows the object in the middle, and as much of what it needs as can still be read. */
  function reveal(object) {
    var left = Infinity, top = Infinity, right = 0, bottom = 0;
    all('.card.on', function (card) {
      var place = card.getBoundingClientRect();
      left = Math.min(left, place.left);
      top = Math.min(top, place.top);
      right = Math.max(right, place.right);
      bottom = Math.max(bottom, place.bottom);
    });
    var fitting = scale * Math.min((canvas.clientWidth - 40) / (right - left), (canvas.clientHeight - 40) / (bottom - top));
    zoom(Math.max(canvas.clientWidth < 600 ? 0.8 : 0.5, Math.min(1, fitting)));
    var frame = canvas.getBoundingClientRect();
    var place = object.getBoundingClientRect();
    canvas.scrollLeft += place.left - frame.left - (frame.width - place.width) * 0.7;
    canvas.scrollTop += place.top - frame.top - (frame.height - place.height) / 2;
  }

  function pick(index, scroll) {
    choose(index, scroll);
    var name = index === null ? '' : buttons[index].firstChild.textContent.trim();
    history.replaceState(null, '', '#' + encodeURIComponent(name));
  }

  function shown() {
    return buttons.filter(function (button) { return !button.parentNode.hidden; });
  }

  function filter() {
    var part = search.value.trim().toLowerCase();
    buttons.forEach(function (button) {
      button.parentNode.hidden = button.firstChild.textContent.toLowerCase().indexOf(part) < 0;
    });
  }

  function move(event) {
    var visible = shown();
    var at = visible.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      pick(null, false);
      search.value = '';
      filter();
      search.focus();
    } else if (event.key === 'ArrowDown' && at + 1 < visible.length) {
      visible[at + 1].focus();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      (at === 0 ? search : visible[at - 1]).focus();
    } else if (event.key === 'Enter' && at < 0 && visible.length > 0) {
      pick(Number(visible[0].dataset.o), true);
    } else {
      return;
    }
    event.preventDefault();
  }

  document.querySelector('.chooser').addEventListener('keydown', move);
  search.addEventListener('input', filter);
  buttons.forEach(function (button) {
    button.addEventListener('click', function () { pick(Number(button.dataset.o), true); });
  });
  svg.addEventListener('click', function (event) {
    var object = event.target.closest('.object');
    pick(object ? Number(object.dataset.o) : null, false);
  });
  document.getElementById('fit').addEventListener('click', fit);
  document.getElementById('larger').addEventListener('click', function () { zoom(scale * 1.25); });
  document.getElementById('smaller').addEventListener('click', function () { zoom(scale / 1.25); });

  zoom(Math.max(Math.min(1, (canvas.clientWidth - 2) / width), 0.6));
  var named = '';
  try {
    named = decodeURIComponent(location.hash.slice(1));
  } catch (malformed) {
    named = '';
  }
  var first = buttons.filter(function (button) { return named && button.firstChild.textContent.trim() === named; })[0];
  if (first) {
    choose(Number(first.dataset.o), true);
  }
}());
