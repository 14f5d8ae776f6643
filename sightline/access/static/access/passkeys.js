// What a person reads when their browser or device does not use a passkey, and the buttons for those who can.
(() => {
  const problem = document.querySelector("[data-passkey-problem]");
  const said = {
    NotAllowedError: "The passkey was not used. Try again, or choose another way.",
    InvalidStateError: "This device already has a passkey for your account.",
    SecurityError: "Passkeys do not work at this address. Choose another way.",
  };
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    problem.textContent = said[event.detail.exception?.name] ?? "The passkey could not be used. Choose another way.";
    problem.hidden = false;
  });
  if (!window.PublicKeyCredential) return;
  for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = false;
})();
