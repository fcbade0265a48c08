/** The page that the browser shows when Google has sent it back to us. */
import type { Language } from "../card/settings.ts";

type Words = { title: string; text: string };

const words: Record<Language, { done: Words; failed: Words; stray: Words }> = {
  en: {
    done: { title: "Signed in", text: "You can close this page and go back to the terminal." },
    failed: { title: "Not signed in", text: "The terminal says what to do next." },
    stray: { title: "Nothing to do here", text: "This address belongs to a sign-in that is under way elsewhere." },
  },
  ru: {
    done: { title: "Вход выполнен", text: "Эту страницу можно закрыть и вернуться в терминал." },
    failed: { title: "Вход не выполнен", text: "В терминале написано, что делать дальше." },
    stray: { title: "Здесь ничего нет", text: "Этот адрес относится ко входу, который идёт в другом окне." },
  },
  hy: {
    done: { title: "Մուտքը կատարված է", text: "Կարող եք փակել այս էջը և վերադառնալ տերմինալ։" },
    failed: { title: "Մուտքը չկատարվեց", text: "Տերմինալում գրված է, թե ինչ անել հետո։" },
    stray: { title: "Այստեղ ոչինչ չկա", text: "Այս հասցեն վերաբերում է մեկ այլ տեղ ընթացող մուտքի։" },
  },
};

/** A whole HTML page; `detail` is other people's text and is escaped. */
export function redirectPage(lang: Language, outcome: "done" | "failed" | "stray", detail = ""): string {
  const { title, text } = words[lang][outcome];
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em}</style>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${detail === "" ? "" : `<p><code>${escapeHtml(detail)}</code></p>\n`}</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
