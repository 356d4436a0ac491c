// Passkeys: the one thing that needs a script. The server makes the options, the browser the answer.
(() => {
  "use strict";

  const options = async (form, does) => {
    if (does !== "login") return JSON.parse(document.getElementById("passkey-options").textContent);
    return (await fetch(form.action, { headers: { Accept: "application/json" } })).json();
  };

  const answer = async (form, does) => {
    const { creation_options: made, request_options: asked } = await options(form, does);
    if (does !== "create") {
      return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked.publicKey) });
    }
    // A key that signs in by itself.
    Object.assign(made.publicKey.authenticatorSelection, { residentKey: "required", requireResidentKey: true });
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(made.publicKey) });
  };

  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[role=alert]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await answer(form, form.dataset.passkey));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
