// Sends the files a visitor chooses, one after the other, as they are: the browser reads them from disk while it sends, the
// server encrypts them while they come in. Says how far it is, and what became of each. Also closes the menu of a small screen.
(() => {
  "use strict";

  const getal = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 1 });
  const grootte = (bytes) =>
    bytes < 1024 ? `${bytes} bytes`
      : bytes < 1024 ** 2 ? `${getal.format(bytes / 1024)} kB`
        : bytes < 1024 ** 3 ? `${getal.format(bytes / 1024 ** 2)} MB` : `${getal.format(bytes / 1024 ** 3)} GB`;

  function regel(lijst, naam) {
    const item = document.createElement("li");
    const tekst = document.createElement("span");
    const balk = document.createElement("progress");
    balk.max = 1;
    balk.value = 0;
    balk.setAttribute("aria-label", `${naam} versturen`);
    item.append(tekst, balk);
    lijst.append(item);
    return {
      zeg: (zin) => { tekst.textContent = `${naam}: ${zin}`; },
      ver: (deel) => { balk.value = deel; },
      klaar: (goed) => { balk.remove(); item.className = goed ? "dk-goed" : "dk-fout"; },
    };
  }

  function stuur(bestand, sleutel, op) {
    return new Promise((klaar) => {
      const verzoek = new XMLHttpRequest();
      verzoek.open("POST", new URL(`eigen/inzending?naam=${encodeURIComponent(bestand.name)}`, document.baseURI));
      verzoek.setRequestHeader("Authorization", `Bearer ${sleutel}`);
      verzoek.setRequestHeader("Content-Type", "application/octet-stream");
      verzoek.upload.onprogress = (stap) => {
        op.ver(stap.loaded / (stap.total || 1));
        op.zeg(`${grootte(stap.loaded)} van ${grootte(bestand.size)} verstuurd`);
      };
      const fout = (zin) => { op.klaar(false); op.zeg(zin); klaar(false); };
      verzoek.onload = () => {
        if (verzoek.status === 201) {
          op.klaar(true);
          op.zeg(`ontvangen, ${grootte(bestand.size)}`);
          klaar(true);
          return;
        }
        let zin = "niet ontvangen; kies het bestand opnieuw.";
        try { zin = JSON.parse(verzoek.responseText).detail || zin; } catch { /* no sentence of ours: a proxy answered */ }
        fout(zin);
      };
      verzoek.onerror = () => fout("niet ontvangen: de verbinding viel weg. Kies het bestand opnieuw.");
      op.zeg("wordt verstuurd");
      verzoek.send(bestand);
    });
  }

  async function stuurAlles(veld) {
    const blok = veld.closest(".dk-inzending");
    const [lijst, stand] = [blok.querySelector("ul"), blok.querySelector("[role=status]")];
    const bestanden = [...veld.files];
    veld.disabled = true;
    let goed = 0;
    for (const [nr, bestand] of bestanden.entries()) {
      stand.textContent = `Bestand ${nr + 1} van ${bestanden.length} wordt verstuurd: ${bestand.name}.`;
      if (await stuur(bestand, veld.dataset.sleutel, regel(lijst, bestand.name))) goed += 1;
    }
    veld.disabled = false;
    veld.value = "";
    stand.textContent = goed === bestanden.length
      ? `${goed === 1 ? "Het bestand is" : `Alle ${goed} bestanden zijn`} ontvangen. U kunt nu controleren.`
      : `${goed} van de ${bestanden.length} bestanden zijn ontvangen; zie hieronder wat er misging.`;
  }

  document.addEventListener("change", (verandering) => {
    const veld = verandering.target;
    if (veld.matches && veld.matches(".dk-inzending input[type=file]") && veld.files.length) stuurAlles(veld);
  });

  // On a small screen the menu lies over the page: it makes way once a page was chosen.
  document.addEventListener("click", (klik) => {
    if (window.innerWidth >= 768 || !klik.target.closest('[data-testid="stSidebarNavLink"]')) return;
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click());
  });

  // Leaving while something is under way would lose it.
  window.addEventListener("beforeunload", (einde) => {
    if (document.querySelector(".dk-inzending progress")) einde.preventDefault();
  });
})();
