// Search and filters. Every page is complete without this script; all text is put in as text, never as markup.
"use strict";

(() => {
  const content = document.getElementById("content");
  const words = JSON.parse(content.dataset.words);
  const MOST = 100; // results that are shown
  const FEW = 10; // posts or people that need no filter

  // "Ærlig" is found by "aerlig", "ærlig" and "ÆRLIG", "idé" by "ide".
  const folded = (text) =>
    text.toLowerCase().replace(/æ/g, "ae").replace(/ø/g, "o").replace(/ß/g, "ss")
      .normalize("NFKD").replace(/\p{M}/gu, "");
  const wanted = (text) => folded(text).split(/\s+/).filter(Boolean);
  const holds = (text, all) => all.every((word) => text.includes(word));
  const count = (text, number) => text.replace("{count}", number);

  const made = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  // -- a filter above posts, and above the table of people ----------------------------------------

  const filterBar = (withStanding, change) => {
    const input = made("input", { type: "search", autocomplete: "off" });
    const bar = made("div", { class: "filter" }, made("label", {}, words.filter, input));
    let select = null;
    if (withStanding) {
      select = made("select");
      for (const name of ["all", "waits", "answered", "other"]) select.append(made("option", { value: name }, words[name]));
      bar.append(made("label", {}, words.standing, select));
      select.addEventListener("change", () => update());
    }
    const told = made("p", { class: "told", role: "status" });
    bar.append(told);
    const update = () => {
      const shown = change(wanted(input.value), select ? select.value : "all");
      told.textContent = shown === null ? "" : count(words.shown, shown);
    };
    input.addEventListener("input", update);
    return bar;
  };

  const filterPosts = (section) => {
    const cards = [...section.querySelectorAll(".card")];
    if (cards.length <= FEW) return;
    const texts = cards.map((card) => {
      const group = card.closest(".group");
      const name = group ? group.querySelector(".name").textContent : "";
      return folded(`${name} ${card.textContent}`);
    });
    const bar = filterBar(new Set(cards.map((card) => card.classList[1])).size > 1, (all, standing) => {
      let shown = 0;
      cards.forEach((card, place) => {
        const fits = holds(texts[place], all) && (standing === "all" || card.classList.contains(standing));
        card.hidden = !fits;
        shown += fits;
      });
      for (const group of section.querySelectorAll(".group")) group.hidden = !group.querySelector(".card:not([hidden])");
      return all.length || standing !== "all" ? shown : null;
    });
    const heading = section.querySelector("h2:not(.card h2)");
    if (heading) heading.after(bar);
    else section.prepend(bar);
  };

  const filterPeople = (table) => {
    const rows = [...table.tBodies[0].rows];
    if (rows.length <= FEW) return;
    const texts = rows.map((row) => folded([...row.cells].map((cell) => cell.textContent).join(" ")));
    const bar = filterBar(false, (all) => {
      let shown = 0;
      rows.forEach((row, place) => {
        row.hidden = !holds(texts[place], all);
        shown += !row.hidden;
      });
      return all.length ? shown : null;
    });
    table.closest(".wide").before(bar);
  };

  // -- search ---------------------------------------------------------------------------------------

  const card = (post, person, root, day) => {
    const [title, address, , when, standing, tone, text] = post;
    const heading = made("h2", { dir: "auto" });
    heading.append(address ? made("a", { href: address, rel: "nofollow ugc noopener" }, title) : title);
    const facts = made("p", { class: "facts" }, made("a", { class: "author", href: root + person[1] }, person[0]));
    facts.append(` · ${day(when)} · `, made("span", { class: "standing" }, standing));
    const article = made("article", { class: `card ${tone}` }, heading, facts);
    if (text) article.append(made("p", { class: "excerpt", dir: "auto" }, text));
    return article;
  };

  const search = (results) => {
    const form = document.querySelector("form.search");
    const input = form.querySelector("input");
    const told = made("p", { class: "told", role: "status" });
    const list = made("div");
    results.append(told, list);
    const language = { nb: "nb-NO", en: "en-GB" }[document.documentElement.lang];
    const dates = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    const day = (when) => dates.format(new Date(`${when}T00:00Z`));
    let texts = null;

    const show = () => {
      const all = wanted(input.value);
      list.replaceChildren();
      told.textContent = "";
      if (!all.length || !window.aggPosts) return;
      const { people, posts } = window.aggPosts;
      texts ??= posts.map((post) => {
        const [name, , tags] = people[post[2]];
        return folded([post[0], name, ...tags, post[6]].join(" "));
      });
      const found = posts.filter((post, place) => holds(texts[place], all));
      const more = found.length > MOST ? ` ${count(words.more, MOST)}` : "";
      told.textContent = found.length ? count(words.found, found.length) + more : words.none;
      list.append(...found.slice(0, MOST).map((post) => card(post, people[post[2]], content.dataset.root, day)));
    };

    const load = () => {
      if (results.dataset.asked) return;
      results.dataset.asked = "yes";
      const script = made("script", { src: results.dataset.source });
      script.addEventListener("load", show);
      document.head.append(script);
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
      load();
      show();
    });
    input.addEventListener("focus", load);
    input.addEventListener("input", () => { load(); show(); });
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    if (input.value) load();
  };

  document.querySelectorAll("section").forEach(filterPosts);
  document.querySelectorAll("table.people").forEach(filterPeople);
  const results = document.getElementById("results");
  if (results) search(results);
})();
