import { localeContextKey } from 'element-plus'
import en from 'element-plus/es/locale/lang/en'
import zhCn from 'element-plus/es/locale/lang/zh-cn'
import { provide, ref } from 'vue'
import { language } from './language.ts'

/** The ready-made parts within this component speak the language of the page. Here and not for the whole app, whose first load has none of them. */
export function useElementWords(): void {
  provide(localeContextKey, ref(language === 'en' ? en : zhCn))
}
