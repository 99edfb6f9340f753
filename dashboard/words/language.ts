export type Language = 'zh-CN' | 'en'

const storageKey = 'wanglou-language'

/** In which language this browser shows the page; Chinese unless somebody chose otherwise here. It holds until the page is read anew. */
export const language: Language = storedLanguage()

/** Keeps the choice and reads the page anew: tables of texts are made once, when their module runs. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(storageKey, chosen)
  location.reload()
}

/** What cannot be read is as if it were not there; tests of single modules have no browser at all. */
function storedLanguage(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}
