// What pages gain from a script. Every page works without it.
//
// The contract of the time-out dialogs with the server stands in templates/design/session_dialogs.html.

const body = document.body;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("sightline") : null;

// --- GOV.UK components -----------------------------------------------------------------------------

if (body.dataset.govukFrontend) {
  import(body.dataset.govukFrontend).then((govuk) => {
    govuk.initAll();
    document.addEventListener("htmx:load", (event) => {
      if (event.detail.elt !== body) govuk.initAll({ scope: event.detail.elt });
    });
  });
}

// --- The page that ends signing in, in a frame or in a second tab ----------------------------------

if ("signedIn" in body.dataset) {
  const message = { sightline: "signed-in" };
  if (window.parent !== window) window.parent.postMessage(message, window.location.origin);
  channel?.postMessage(message);
}

// --- Said once to screen readers: parts that htmx brings, marked data-announce="yes" ----------------

document.addEventListener("htmx:load", (event) => {
  const part = event.detail.elt;
  const said = part.matches?.('[data-announce="yes"]') ? part : part.querySelector?.('[data-announce="yes"]');
  const live = document.getElementById("announcements");
  if (said && live && part !== body) live.textContent = said.textContent.trim();
});

// --- Printing: the moment of printing, not of loading -----------------------------------------------

window.addEventListener("beforeprint", () => {
  const now = new Date();
  const date = now.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const time = now.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  for (const place of document.querySelectorAll("[data-printed]")) place.textContent = `${date} at ${time}`;
});

// --- The session -------------------------------------------------------------------------------------

const WARN_SECONDS = 120;
const checkUrl = body.dataset.sessionCheckUrl;
if (checkUrl && "showModal" in HTMLDialogElement.prototype) watchSession();

function watchSession() {
  const warning = document.getElementById("session-warning");
  const over = document.getElementById("session-over");
  const frame = over.querySelector("[data-session-frame]");
  const problem = over.querySelector("[data-session-problem]");
  const left = warning.querySelector("[data-session-left]");
  let deadline = 0; // by the wall clock: a laptop that slept must notice
  let ended = false; // the door is shut until somebody has signed in
  let leaving = false; // signing out on purpose
  let waiting = null; // a form that was about to be sent when the session was found to be over
  let checking = null;

  const extend = (seconds) => {
    deadline = Date.now() + Number(seconds) * 1000;
  };
  extend(body.dataset.sessionSeconds);

  // Asks the server; true: signed in; false: over; null: cannot tell (no connection), so say nothing.
  function ask(method = "GET") {
    checking ??= (async () => {
      try {
        const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
        const headers = { Accept: "application/json", "X-Requested-With": "fetch" };
        if (method === "POST") headers["X-CSRFToken"] = token;
        const answer = await fetch(checkUrl, {
          method, headers, credentials: "same-origin", cache: "no-store", redirect: "manual",
        });
        if (answer.status === 401 || answer.type === "opaqueredirect") return false;
        if (!answer.ok) return null;
        return await answer.json();
      } catch {
        return null;
      } finally {
        checking = null;
      }
    })();
    return checking;
  }

  async function check(method) {
    const state = await ask(method);
    if (state === false) sessionOver();
    else if (state) carryOn(state);
    return state;
  }

  function carryOn(state) {
    if (String(state.user) !== body.dataset.user) return somebodyElse();
    extend(state.seconds);
    renewToken(state.csrf);
    if (warning.open && state.seconds > WARN_SECONDS) warning.close();
    ended = false;
    if (!over.open) return;
    over.close();
    frame.replaceChildren();
    announce("You are signed in again. Nothing was lost.");
    const form = waiting;
    waiting = null;
    if (form) form.element.requestSubmit(form.button);
  }

  function somebodyElse() {
    waiting = null;
    ended = true;
    if (warning.open) warning.close();
    if (!over.open) over.showModal();
    problem.hidden = false;
    problem.textContent =
      "Somebody else is signed in on this device. Sign out as them, then sign in as yourself to carry on with this page.";
    frame.replaceChildren();
  }

  function sessionOver() {
    if (leaving || over.open) return;
    ended = true;
    if (warning.open) warning.close();
    problem.hidden = true;
    const page = document.createElement("iframe");
    page.src = over.dataset.signInUrl;
    page.title = "Sign in";
    page.className = "app-dialog__frame";
    frame.replaceChildren(page);
    over.showModal();
    over.querySelector("h2").focus();
  }

  // Signing in changes the token: forms already on the page need the new one.
  function renewToken(token) {
    if (!token) return;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    if (body.hasAttribute("hx-headers")) body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }

  function announce(text) {
    const live = document.getElementById("announcements");
    if (live) live.textContent = text;
  }

  // Once a second, and cheaply: the server is asked only when this page's own clock runs low.
  let lastAsked = 0;
  setInterval(() => {
    if (over.open || leaving) return;
    const seconds = Math.round((deadline - Date.now()) / 1000);
    if (seconds > WARN_SECONDS) return;
    if (!warning.open || seconds <= 0) {
      if (Date.now() - lastAsked < 5000) return;
      lastAsked = Date.now();
      // Another tab may have lengthened the session: ask before warning, and before closing the door.
      ask().then((state) => {
        if (state === false) return sessionOver();
        if (!state) return;
        carryOn(state);
        if (state.seconds <= WARN_SECONDS && !warning.open && !over.open) {
          warning.showModal();
          warning.querySelector("h2").focus();
        }
      });
    } else {
      const words = seconds > 60 ? "2 minutes" : seconds > 30 ? "1 minute" : "less than 30 seconds";
      if (left.textContent !== words) {
        left.textContent = words;
        announce(`You will be signed out in ${words}.`);
      }
    }
  }, 1000);

  // Coming back to the page, or back to it from the browser's memory after signing out.
  const returned = () => {
    if (document.visibilityState === "visible" && Date.now() - lastAsked > 60000 && !leaving) {
      lastAsked = Date.now();
      check();
    }
  };
  document.addEventListener("visibilitychange", returned);
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    check();
  });

  warning.querySelector("[data-session-stay]").addEventListener("click", () => check("POST"));
  warning.querySelector("[data-session-leave]").addEventListener("click", () => {
    document.querySelector("form[data-sign-out]")?.requestSubmit();
  });
  warning.addEventListener("cancel", (event) => {
    event.preventDefault();
    check("POST");
  });
  over.addEventListener("cancel", (event) => event.preventDefault());
  // A browser lets a second Escape through, so the key goes no further; and the door shuts again if opened.
  over.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.preventDefault();
  });
  over.addEventListener("close", () => {
    if (ended && !leaving) over.showModal();
  });

  // A form is not sent into a session that has ended: first the door, then the form.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) {
      leaving = true;
      channel?.postMessage({ sightline: "signed-out" });
      return;
    }
    if (form.method !== "post" || deadline - Date.now() > 15000) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { element: form, button: event.submitter };
    ask("POST").then((state) => {
      if (state === false) return sessionOver();
      const sending = waiting;
      if (state) {
        waiting = null;
        carryOn(state);
        if (over.open) return;
      } else {
        announce("No connection. Nothing was sent; what you wrote is still here.");
        waiting = null;
        return;
      }
      sending?.element.requestSubmit(sending.button);
    });
  }, true);

  // Parts of pages.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (over.open) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr?.status;
    if (status === 401) sessionOver();
    // Polling (hx-trigger="every …") must not keep a forgotten page signed in: the server decides by the
    // trigger header; here only what a person did counts.
    else if (status && status < 400 && event.detail.requestConfig?.triggeringEvent) extend(body.dataset.sessionSeconds);
  });

  // Our own fetches elsewhere: window.sightline.fetch opens the dialog on 401.
  window.sightline = {
    ...window.sightline,
    async fetch(url, options = {}) {
      const headers = new Headers(options.headers);
      headers.set("X-Requested-With", "fetch");
      const answer = await fetch(url, { ...options, headers, credentials: "same-origin" });
      if (answer.status === 401) sessionOver();
      return answer;
    },
  };

  const heard = (message) => {
    if (message?.sightline === "signed-in" && (over.open || warning.open)) check();
    if (message?.sightline === "signed-out" && !leaving) setTimeout(() => check(), 1500);
  };
  window.addEventListener("message", (event) => {
    if (event.origin === window.location.origin) heard(event.data);
  });
  channel?.addEventListener("message", (event) => heard(event.data));
}
