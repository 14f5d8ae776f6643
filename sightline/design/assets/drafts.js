// A form saves itself: each field within a second of typing. Without this script the form's buttons do the same.
//
// What is typed goes to this browser's own store at once, and leaves it when the server has it. The server
// answers with each field's version; a field that somebody else changed meanwhile comes back with both texts.

const form = document.querySelector("form[data-draft]");
if (form) keep(form);

function keep(form) {
  const user = document.body.dataset.user;
  const store = `sightline-draft-${form.dataset.draft}-${user}`;
  const state = form.querySelector("[data-save-state]");
  const versions = form.elements.versions;
  const known = JSON.parse(versions.value || "{}");
  let unsent = {}; // name: {value, base}
  let timer = null;
  let sending = null;
  let failures = 0;

  const field = (name) => form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const base = (name) => Number((known[name] ?? "0").split(":")[0]);
  // The controls of a field, not those of the "not known yet" inside it.
  const controls = (place) =>
    [...place.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((c) => c.closest("[data-field]") === place);

  function read(place) {
    const all = controls(place);
    switch (place.dataset.kind) {
      case "date": {
        const parts = all.map((c) => c.value.trim().replaceAll("/", " "));
        return parts.some(Boolean) ? parts.join("/") : "";
      }
      case "some":
        return all.filter((c) => c.checked).map((c) => c.value);
      case "one":
        return all.find((c) => c.checked)?.value ?? "";
      default:
        return all[0]?.value ?? "";
    }
  }

  function write(place, value) {
    const all = controls(place);
    if (place.dataset.kind === "date") {
      const parts = String(value).split("/");
      all.forEach((c, i) => { c.value = parts[i] ?? ""; });
    } else if (place.dataset.kind === "some" || place.dataset.kind === "one") {
      for (const c of all) c.checked = [].concat(value).includes(c.value);
    } else if (all[0]) {
      all[0].value = value;
    }
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const say = (text) => { if (state.textContent !== text) state.textContent = text; };

  function remember() {
    try {
      if (Object.keys(unsent).length) localStorage.setItem(store, JSON.stringify(unsent));
      else localStorage.removeItem(store);
    } catch {
      // No room or not allowed: the server is still told within a second.
    }
  }

  function changed(place) {
    const name = place.dataset.field;
    const value = read(place);
    unsent[name] = { value, base: unsent[name]?.base ?? base(name) };
    place.querySelector("[data-source]")?.remove();
    remember();
    say("Saving…");
  }

  function later(milliseconds) {
    if (timer) return;
    timer = setTimeout(() => { timer = null; send(); }, milliseconds);
  }

  function soon() {
    clearTimeout(timer);
    timer = null;
    return send();
  }

  async function send(last = false) {
    if (sending) {
      await sending;
      if (Object.keys(unsent).length && !timer) later(200);
      return;
    }
    const names = Object.keys(unsent);
    if (!names.length) return;
    const sent = structuredClone(unsent);
    sending = (async () => {
      try {
        const answer = await (window.sightline?.fetch ?? fetch)(form.dataset.saveUrl, {
          method: "POST",
          keepalive: last,
          headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
          body: JSON.stringify({ user, fields: names.map((name) => ({ name, ...sent[name] })) }),
        });
        if (answer.status === 401) return notYet("Not saved yet: sign in again. Your words are kept on this device.");
        if (!answer.ok) return notYet("Not saved yet. Your words are kept on this device.");
        took(await answer.json(), sent);
      } catch {
        notYet("Not saved yet: no connection. Your words are kept on this device.");
      }
    })();
    await sending;
    sending = null;
    if (Object.keys(unsent).length) later(failures ? Math.min(2000 * failures, 15000) : 500);
  }

  function notYet(words) {
    failures += 1;
    say(words);
  }

  function took(answer, sent) {
    failures = 0;
    if (answer.closed) {
      unsent = {};
      remember();
      say(answer.closed);
      return;
    }
    for (const name of answer.unknown) delete unsent[name];
    for (const [name, version] of Object.entries(answer.versions)) {
      if (answer.clashes[name] === undefined) known[name] = version;
      if (unsent[name] && same(unsent[name].value, sent[name]?.value)) delete unsent[name];
      else if (unsent[name] && answer.clashes[name] === undefined) unsent[name].base = base(name);
    }
    versions.value = JSON.stringify(known);
    remember();
    for (const [name, html] of Object.entries(answer.clashes)) {
      const place = field(name.split("~")[0])?.querySelector("[data-clash]");
      if (place && html) place.innerHTML = html;
    }
    for (const place of form.querySelectorAll("[data-shown-by]")) {
      const asked = answer.shown[place.dataset.shownBy];
      if (asked !== undefined) place.dataset.shown = asked ? "yes" : "no";
    }
    const clash = Object.keys(answer.clashes).length;
    if (!Object.keys(unsent).length) {
      say(clash ? `Saved ${answer.at}. Somebody else wrote in the same place: choose which to keep.` : `Saved ${answer.at}`);
    }
  }

  // What an earlier page could not send: put back where it stood, and sent now.
  try {
    const left = JSON.parse(localStorage.getItem(store) ?? "{}");
    for (const [name, one] of Object.entries(left)) {
      const place = field(name);
      if (place && same(read(place), one.value)) continue;
      if (place) write(place, one.value);
      place?.closest("details")?.setAttribute("open", "");
      unsent[name] = one;
    }
    remember();
    if (Object.keys(unsent).length) {
      say("Saving what could not be sent before…");
      later(0);
    }
  } catch {
    // An unreadable store is no reason to keep anybody from writing.
  }

  form.addEventListener("input", (event) => {
    const place = event.target.closest("[data-field]");
    if (!place) return;
    changed(place);
    later(1000);
  });
  form.addEventListener("change", (event) => {
    const place = event.target.closest("[data-field]");
    if (!place) return;
    changed(place);
    soon();
  });
  form.addEventListener("focusout", () => {
    if (Object.keys(unsent).length) soon();
  });
  window.addEventListener("online", () => soon());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send(true);
  });

  // A button sends the whole page. What is on its way arrives first, so that nobody clashes with themselves.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = null;
    if (!sending) return;
    event.preventDefault();
    const wanted = event.submitter?.value ?? "continue";
    sending.finally(() => setTimeout(() => {
      // The button may have been drawn anew meanwhile: its twin is pressed.
      form.requestSubmit(form.querySelector(`button[name="do"][value="${CSS.escape(wanted)}"]`));
    }, 0));
  });
}
