// Runs before the page is drawn, so that what needs a script does not flash. Classic script, never inline.
document.documentElement.classList.add("js");
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
