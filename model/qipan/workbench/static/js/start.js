// Fill the cards of cities that the server has not read yet, one after another.

const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
for (const card of document.querySelectorAll("[data-summary]")) {
  const answer = await fetch(card.dataset.summary).catch(() => null);
  if (!answer?.ok) continue;
  const said = await answer.json();
  card.querySelector(".title").textContent = said[language];
  const about = card.querySelector(".about");
  about.textContent = about.dataset.words.replace(/\{(\w+)\}/g, (_, name) => said[name]);
}
