// The web chat in the browser. Plain ES2017, no library: it must run on a ten-year-old phone.
// It keeps nothing: what is written lives in this page's memory until the server has it, and goes with the page.
(function () {
  'use strict';
  const page = document, root = page.documentElement, body = page.body;
  const get = (id) => page.getElementById(id);
  const log = get('log'), write = get('write'), typing = get('typing'), bar = get('bar'), spoken = get('spoken');
  const short = body.dataset.short.split(' '), exitTo = body.dataset.exit;
  let words = JSON.parse(get('words').textContent);
  if (!window.EventSource || !window.fetch || !window.crypto) return; // the forms do without us
  root.classList.add('js');

  const queue = [], seen = {};
  let last = body.dataset.last, source = null, posting = false, posted = false, left = false;
  let retry = 0, comeBack = 0, listenPause = 1000, heard = Date.now(), awaiting = [], anchor = null, forgetting = '', shown = 0;
  let begun = last ? Promise.resolve() : null;

  const make = (tag, name, text) => {
    const node = page.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  };
  const newId = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = b[6] & 15 | 64;
    b[8] = b[8] & 63 | 128;
    const hex = Array.from(b, (n) => (n + 256).toString(16).slice(1)).join('');
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  };

  // What can be tapped in a text: the same rules as bot/web/links.py, which says why they are strict.

  const RUN = /https:\/\/[^\s<>"]+|[+*]?\(?[0-9]+(?:[ .\-()\u00a0]{1,2}[0-9]+)*/g;
  const WORD = /[A-Za-z0-9_$#@/=*+\u00c0-\u024f]/;
  const LENGTHS = [['52', 12], ['502', 11], ['503', 11], ['504', 11], ['505', 11], ['506', 11], ['507', 11], ['509', 11], ['53', 10], ['57', 12], ['58', 12], ['1', 11]];
  const MOST_GROUPS = 8;
  const isDigit = (text) => /^[0-9]$/.test(text);
  const inNumber = (text) => text !== '' && '.,:/-'.indexOf(text) >= 0;

  function joinedBefore(text, start) {
    const before = text.charAt(start - 1);
    return WORD.test(before) || inNumber(before) && isDigit(text.charAt(start - 2));
  }
  function standsAlone(text, start, end) {
    const after = text.charAt(end);
    if (WORD.test(after) || after === '%') return false;
    return !joinedBefore(text, start) && !(inNumber(after) && isDigit(text.charAt(end + 1)));
  }
  function isDialled(run, number, whole) {
    if (run.charAt(0) === '*' || /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(run)) return false;
    if (run.charAt(0) !== '+') return number.length === 10;
    for (const [code, length] of LENGTHS) if (number.indexOf(code) === 0) return number.length === length;
    return whole && number.length >= 8 && number.length <= 15;
  }
  function within(text, start, run) {
    if (run.indexOf('https://') === 0) {
      run = run.replace(/[.,;:!?)»”’']+$/, '');
      return run.length > 9 && !joinedBefore(text, start) ? [[start, start + run.length, run]] : [];
    }
    const groups = [], digits = /[0-9]+/g;
    let found;
    while ((found = digits.exec(run))) groups.push([found[0], found.index + found[0].length]);
    for (let count = Math.min(groups.length, MOST_GROUPS); count > 0; count--) {
      const number = groups.slice(0, count).map((each) => each[0]).join(''), end = start + groups[count - 1][1];
      if (isDialled(run, number, count === groups.length) && standsAlone(text, start, end)) {
        return [[start, end, 'tel:' + (run.charAt(0) === '+' ? '+' : '') + number]];
      }
    }
    const links = [], pieces = /\*?[0-9]+/g;
    while ((found = pieces.exec(run))) {
      const begin = start + found.index, end = begin + found[0].length;
      if (short.indexOf(found[0]) >= 0 && standsAlone(text, begin, end)) links.push([begin, end, 'tel:' + found[0]]);
    }
    return links;
  }
  function addLinks(node, text) {
    let at = 0, found;
    RUN.lastIndex = 0;
    while ((found = RUN.exec(text))) {
      for (const [start, end, address] of within(text, found.index, found[0])) {
        node.appendChild(page.createTextNode(text.slice(at, start)));
        const link = make('a', '', text.slice(start, end));
        link.href = address;
        link.rel = 'noreferrer';
        if (address.indexOf('https:') === 0) link.target = '_blank';
        node.appendChild(link);
        at = end;
      }
    }
    node.appendChild(page.createTextNode(text.slice(at)));
  }
  function textNode(text, tappable) {
    const box = make('p', 'words');
    box.dir = 'auto';
    text.split('\n').forEach((line, number) => {
      if (number) box.appendChild(page.createTextNode('\n'));
      const span = make('span', !tappable ? '' : /^- /.test(line) ? 'dash' : /^[0-9]{1,2}[.)] /.test(line) ? 'step' : '');
      if (tappable) addLinks(span, line); else span.textContent = line;
      box.appendChild(span);
    });
    return box;
  }

  // What is on the screen.

  function add(node) {
    log.appendChild(node);
    if (anchor && anchor.parentNode) anchor.scrollIntoView(); else anchor = null;
  }
  function showMine(text) {
    const box = make('div', 'mine');
    box.appendChild(make('span', 'sr', words.you + ' '));
    box.appendChild(textNode(text, false));
    const state = make('p', 'state');
    state.setAttribute('aria-live', 'off');
    box.appendChild(state);
    anchor = box;
    add(box);
    return state;
  }
  function showChoices(entry) {
    const group = make('div', 'choices');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', words.choices);
    group.tabIndex = -1;
    if (entry.wants_location) {
      const share = make('button', 'share', words.share);
      share.type = 'button';
      share.hidden = !canLocate();
      group.appendChild(share);
    }
    (entry.choices || []).forEach((choice) => {
      const button = make('button', '', choice.label);
      button.type = 'button';
      button.name = 'choice';
      button.value = choice.id;
      group.appendChild(button);
    });
    return group;
  }
  function showMap(entry) {
    const box = make('p', 'map'), [lat, lon] = entry.location.map((degrees) => degrees.toFixed(6));
    const point = lat + ',' + lon;
    if (entry.place) box.appendChild(make('b', '', entry.place));
    const near = make('a', '', words.map_app), far = make('a', '', words.map_page);
    near.href = 'geo:' + point + '?q=' + point;
    far.href = 'https://www.openstreetmap.org/?mlat=' + lat + '&mlon=' + lon + '#map=17/' + lat + '/' + lon;
    far.rel = 'noreferrer';
    far.target = '_blank';
    box.appendChild(near);
    box.appendChild(page.createTextNode(' '));
    box.appendChild(far);
    return box;
  }
  function showLinks(entry) {
    const box = make('p', 'map');
    entry.links.forEach(([label, address]) => {
      const link = make('a', '', label);
      link.href = address;
      link.rel = 'noreferrer';
      link.target = '_blank';
      box.appendChild(link);
      box.appendChild(page.createTextNode(' '));
    });
    return box;
  }
  function showReply(entry) {
    if (!entry || seen[entry.id]) return;
    seen[entry.id] = true;
    const delivery = entry.id.replace(/-[^-]*$/, '');
    if (entry.forget && forgetting !== delivery) {
      forgetting = delivery;
      forget();
    }
    shown += 1;
    noLongerAwaited();
    Array.from(log.querySelectorAll('.choices')).forEach((group) => group.classList.add('old'));
    const box = make('div', 'reply');
    if (entry.sealed) box.dataset.sealed = '';
    if (entry.language && entry.language !== root.lang) box.lang = entry.language;
    box.appendChild(make('span', 'sr', words.farol + ' '));
    if (entry.text) box.appendChild(textNode(entry.text, true));
    if (entry.location) box.appendChild(showMap(entry));
    if (entry.links && entry.links.length) box.appendChild(showLinks(entry));
    let group = null;
    if ((entry.choices && entry.choices.length) || entry.wants_location) box.appendChild(group = showChoices(entry));
    const wasOn = page.activeElement && page.activeElement.closest ? page.activeElement.closest('.choices.old') : null;
    add(box);
    if (group && wasOn) group.focus({ preventScroll: true }); // from the choice made, on to the next ones
    if (entry.language && entry.language !== root.lang) relabel(entry.language);
  }
  function forget() {
    const hello = get('hello');
    Array.from(log.children).forEach((node) => { if (node !== hello) log.removeChild(node); });
    write.value = '';
    anchor = null;
  }
  function awaitReply() {
    noLongerAwaited();
    const replies = log.querySelectorAll('.reply'), latest = replies[replies.length - 1];
    if (!latest || !('sealed' in latest.dataset)) {
      typing.hidden = false;
      spoken.textContent = words.typing;
      if (anchor) anchor.scrollIntoView();
    }
    // A line that is dead does not say so: when nothing comes, take a new one.
    awaiting = [5000, 12000, 30000].map((time) => setTimeout(listen, time));
    awaiting.push(setTimeout(() => { typing.hidden = true; spoken.textContent = ''; }, 20000));
  }
  function noLongerAwaited() {
    awaiting.forEach(clearTimeout);
    awaiting = [];
    typing.hidden = true;
    spoken.textContent = '';
  }
  function tell(text) {
    if (bar.textContent !== text) bar.textContent = text;
    bar.hidden = !text;
    if (text && anchor) anchor.scrollIntoView();
  }
  const online = (is) => tell(is && navigator.onLine !== false ? '' : get('offline').textContent);

  // Another language: the same page in it is fetched, and its labels taken over.

  function relabel(language) {
    if (!page.querySelector('#languages [value="language.' + language + '"]')) return;
    fetch('/?lang=' + encodeURIComponent(language), { credentials: 'same-origin' }).then((answer) => answer.text()).then((text) => {
      const other = new DOMParser().parseFromString(text, 'text/html');
      if (left || other.documentElement.lang !== language) return;
      const focused = page.activeElement && page.activeElement.value;
      root.lang = language;
      root.dir = other.documentElement.dir;
      words = JSON.parse(other.getElementById('words').textContent);
      write.placeholder = other.getElementById('write').placeholder;
      log.setAttribute('aria-label', other.getElementById('log').getAttribute('aria-label'));
      Array.from(page.querySelectorAll('[data-swap]')).forEach((node) => {
        const fresh = other.getElementById(node.getAttribute('id')); // a form's `id` may be its field of that name
        if (!fresh) return;
        const copy = page.importNode(fresh, true), group = copy.querySelector('.choices');
        if (group) group.classList.toggle('old', log.children.length > 1);
        node.parentNode.replaceChild(copy, node);
      });
      const again = focused && page.querySelector('#languages [value="' + focused + '"]');
      if (again) again.focus({ preventScroll: true });
    }).catch(() => {});
  }

  // Out: one message at a time, in order, until the server has it.

  function send(what, text) {
    tell('');
    queue.push({ what: Object.assign({ id: newId(), lang: root.lang }, what), state: showMine(text), tries: 0 });
    pump();
  }
  function post(path, what) {
    const ended = window.AbortController ? new AbortController() : null;
    const limit = setTimeout(() => ended && ended.abort(), 25000);
    const done = () => clearTimeout(limit);
    const call = fetch(path, {
      method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(what), signal: ended ? ended.signal : undefined
    }).then((answer) => {
      if (answer.ok) return answer.json();
      throw answer.status;
    });
    call.then(done, done);
    return call;
  }
  // The session comes before the first message: were it to come with it and get lost on the way, the message,
  // sent again, would be a stranger's and be answered twice.
  function begin() {
    if (!begun) {
      begun = post('/chat/start', {});
      begun.catch(() => { begun = null; });
    }
    return begun;
  }
  function pump() {
    if (posting || left || !queue.length) return;
    clearTimeout(retry);
    posting = true;
    const item = queue[0], shownBefore = shown;
    item.state.textContent = words.sending;
    begin().then(() => post('/chat/messages', item.what)).then((answer) => {
      posting = false;
      if (left) return;
      if (answer.leave) return leave();
      queue.shift();
      posted = true;
      item.state.textContent = words.sent;
      online(true);
      if (!source || source.readyState === 2) listen();
      if (shown === shownBefore) awaitReply(); // the answer may be here before the receipt
      pump();
    }, (problem) => {
      posting = false;
      if (left) return;
      if (problem >= 400 && problem < 500 && problem !== 408 && problem !== 429) {
        queue.shift();
        refuse(item, problem);
        return pump();
      }
      item.state.textContent = words.waiting;
      if (typeof problem !== 'number') online(false);
      item.tries += 1;
      retry = setTimeout(pump, Math.min(30000, 1000 * Math.pow(2, item.tries - 1)) * (0.75 + Math.random() / 2));
    });
  }
  function refuse(item, problem) {
    item.state.textContent = problem === 413 ? words.too_long : words.failed;
    if (problem === 413) {
      if (!write.value) { write.value = item.what.text; grow(); }
      return;
    }
    const again = make('button', '', words.again);
    again.type = 'button';
    again.onclick = () => { queue.push(item); pump(); };
    item.state.appendChild(again);
  }
  function pumpNow() {
    if (left) return;
    queue.forEach((item) => { item.tries = 0; });
    pump();
  }

  // In: server-sent events. The browser connects again by itself; where it gives up, we do not.

  function listen() {
    if (left) return;
    clearTimeout(comeBack);
    if (source) source.close();
    const hadPosted = posted, mine = source = new EventSource('/chat/events?after=' + encodeURIComponent(last));
    mine.onopen = () => {
      listenPause = 1000;
      heard = Date.now();
      if (queue.length) pumpNow(); else online(true);
    };
    mine.onmessage = (event) => {
      if (left || mine !== source) return;
      heard = Date.now();
      last = event.lastEventId || last;
      let entry = null;
      try { entry = JSON.parse(event.data); } catch (broken) { return; }
      showReply(entry);
    };
    mine.addEventListener('none', () => {
      mine.close();
      if (mine !== source) return;
      source = null;
      if (hadPosted) tell(words.cookies); else if (posted) listen();
    });
    mine.onerror = () => {
      if (left || mine !== source || mine.readyState !== 2) return;
      comeBack = setTimeout(listen, listenPause);
      listenPause = Math.min(30000, listenPause * 2);
    };
  }
  function wake() {
    if (left || page.visibilityState === 'hidden') return;
    if (Date.now() - heard > 25000 && (posted || last)) { heard = Date.now(); listen(); }
    pumpNow();
  }

  // The quick exit: first the screen, then the rest.

  function blank() {
    body.textContent = '';
    root.className = '';
  }
  function leave() {
    if (left) return;
    left = true;
    blank();
    queue.length = 0;
    clearTimeout(retry);
    clearTimeout(comeBack);
    noLongerAwaited();
    if (source) source.close();
    if (others) { others.postMessage(''); others.close(); }
    let told = false;
    try { told = navigator.sendBeacon('/chat/leave'); } catch (without) { told = false; }
    if (!told) fetch('/chat/leave', { method: 'POST', credentials: 'same-origin', keepalive: true, redirect: 'manual' }).catch(() => {});
    location.replace(exitTo);
  }
  // Other tabs of the same browser go with it: they show the same conversation.
  let others = null;
  try { others = new BroadcastChannel('leave'); others.onmessage = leave; } catch (old) { others = null; }
  let escapedAt = 0;
  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' && event.key !== 'Esc') return;
    if (Date.now() - escapedAt < 1500) leave();
    escapedAt = Date.now();
  });
  window.addEventListener('pagehide', () => { if (left) blank(); });
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    blank();
    if (left) location.replace(exitTo); else location.reload();
  });

  // What a person does.

  const canLocate = () => Boolean(navigator.geolocation) && window.isSecureContext !== false;
  function share(button) {
    button.disabled = true;
    tell(words.looking);
    navigator.geolocation.getCurrentPosition((found) => {
      if (left) return;
      button.disabled = false;
      // Three decimals are about a hundred metres: near enough to find help, too rough to find a person.
      const rough = (degrees) => Math.round(degrees * 1000) / 1000;
      send({ location: { lat: rough(found.coords.latitude), lon: rough(found.coords.longitude) } }, words.shared);
    }, () => {
      button.disabled = false;
      if (!left) tell(words.not_found);
    }, { timeout: 20000, maximumAge: 60000 });
  }
  function submit() {
    const text = write.value.trim();
    if (!text) return;
    write.value = '';
    grow();
    send({ text: text }, text);
  }
  function grow() {
    write.style.height = 'auto';
    write.style.height = write.scrollHeight + 3 + 'px';
  }
  page.addEventListener('click', (event) => {
    const target = event.target.closest('button, a[href^="#"]');
    if (!target || event.defaultPrevented) return;
    if (target.id === 'exit') {
      event.preventDefault();
      leave();
    } else if (target.tagName === 'A') {
      event.preventDefault(); // no further entry in the history
      const aim = get(target.hash.slice(1));
      aim.scrollIntoView();
      aim.focus({ preventScroll: true });
    } else if (target.classList.contains('share')) {
      share(target);
    } else if (target.name === 'choice') {
      event.preventDefault();
      if (target.value === 'action.exit') return leave();
      target.classList.add('chosen');
      send({ choice: target.value }, target.textContent);
      if (target.value.indexOf('language.') === 0) relabel(target.value.slice(9));
    }
  });
  get('compose').addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  write.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  write.addEventListener('input', () => {
    grow();
    if (!left) begin().catch(() => {});
  });
  ['wheel', 'touchmove'].forEach((kind) => page.addEventListener(kind, () => { anchor = null; }, { passive: true }));
  page.addEventListener('visibilitychange', wake);
  window.addEventListener('online', () => { online(true); listen(); pumpNow(); });
  window.addEventListener('offline', () => online(false));

  Array.from(log.querySelectorAll('[data-id]')).forEach((node) => { seen[node.dataset.id] = true; });
  if (canLocate()) Array.from(log.querySelectorAll('.share')).forEach((node) => { node.hidden = false; });
  const replies = log.querySelectorAll('.reply');
  if (replies.length > 1) replies[replies.length - 1].scrollIntoView();
  if (navigator.onLine === false) online(false);
  listen();
}());
