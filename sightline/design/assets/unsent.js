// A short form keeps what is typed on it: on this device at once, on the server within a second.
//
// Opened again, the server gives the words back; what only this device has is put back here, before anybody can
// type, and then sent. The form's own number tells what was sent after all, so that nothing comes back that is done.
// Nothing is ever written where somebody has typed.

const form = document.querySelector("form[data-unsent-page]");
if (form) keep(form);

function keep(form) {
  const user = document.body.dataset.user;
  const page = form.dataset.unsentPage;
  const store = `sightline-unsent-${user}-${page}`;
  const state = form.querySelector("[data-unsent-state]");
  const say = (text) => { if (state.textContent !== text) state.textContent = text; };
  let timer = null;
  let again = 0;
  let touched = false; // somebody has typed since the page was opened
  let unasked = {}; // what was written under questions that this page doesn't ask now
  let sending = Promise.resolve(); // one after the other, so that the latest words are those that stay

  const secret = (c) => ["password", "file", "submit", "button"].includes(c.type) || c.name === "csrfmiddlewaretoken";
  const controls = () => [...form.elements].filter((c) => c.name && !secret(c));

  function read() {
    const values = { ...unasked };
    for (const c of controls()) {
      if ((c.type === "checkbox" || c.type === "radio") && !c.checked) continue;
      const texts = c.multiple && c.selectedOptions ? [...c.selectedOptions].map((o) => o.value) : [c.value];
      values[c.name] = [...(values[c.name] ?? []), ...texts];
    }
    return values;
  }

  function write(values) {
    const asked = new Set(controls().map((c) => c.name));
    unasked = Object.fromEntries(Object.entries(values).filter(([name]) => !asked.has(name)));
    for (const c of controls()) {
      const texts = values[c.name] ?? [];
      if (c.type === "checkbox" || c.type === "radio") c.checked = texts.includes(c.value);
      else if (c.multiple && c.options) for (const o of c.options) o.selected = texts.includes(o.value);
      else if (c.name in values) c.value = texts[[...form.elements].filter((o) => o.name === c.name).indexOf(c)] ?? texts[0] ?? "";
    }
  }

  function onDevice(copy) {
    try {
      if (copy) localStorage.setItem(store, JSON.stringify(copy));
      else localStorage.removeItem(store);
    } catch {
      // No room or not allowed: the server is still told within a second.
    }
  }

  async function send(copy, last = false) {
    try {
      const answer = await (window.sightline?.fetch ?? fetch)(form.dataset.unsentUrl, {
        method: "POST",
        keepalive: last,
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ user, page, ...copy }),
        signal: AbortSignal.timeout(20_000),
      });
      if (answer.status === 401) return later("Not kept yet: sign in again. Your words are on this device.");
      if (!answer.ok) return later("Not kept yet. Your words are on this device.");
      const told = await answer.json();
      again = 0;
      if (JSON.stringify(copy) === localStorage.getItem(store)) onDevice(null);
      if (told.at) say(`Kept ${told.at}, not sent yet`);
      return told;
    } catch {
      return later("Not kept yet: no connection. Your words are on this device.");
    }
  }

  function later(words) {
    say(words);
    again += 1;
    soon(Math.min(2000 * again, 15000));
    return null;
  }

  const now = () => ({ request: form.elements.request.value, values: read() });

  function soon(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = null; sending = sending.then(() => send(now())); }, milliseconds);
  }

  function typed() {
    touched = true;
    onDevice(now());
    soon(800);
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => { clearTimeout(timer); timer = null; });
  window.addEventListener("online", () => { if (timer) soon(0); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) { clearTimeout(timer); timer = null; send(now(), true); }
  });

  function putBack(left) {
    const opened = now();
    write({ ...left.values, request: [left.request] });
    onDevice(now());
    sending = send(now()).then((told) => {
      if (!told?.sent) return;
      form.elements.request.value = opened.request; // what is typed from here on is another matter
      if (!touched) write(opened.values);
      onDevice(touched ? now() : null);
    });
  }

  try {
    const left = JSON.parse(localStorage.getItem(store) ?? "null");
    if (left) putBack(left);
  } catch {
    // An unreadable store is no reason to keep anybody from writing.
  }
}
