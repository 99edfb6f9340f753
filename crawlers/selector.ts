import { load } from 'cheerio/slim'
import { z } from 'zod'

/** A CSS selector of the configuration; one that no parser understands is told when it is read, not at each visit. */
export const Selector = z
  .string()
  .min(1)
  .refine(isSelector, { error: ({ input }) => `CSS 选择器写错了：${String(input).slice(0, 60)}` })

// The slim one: every command reads the configuration, and none but a crawler needs a parser of whole pages.
const nothing = load('<i></i>')

function isSelector(text: string): boolean {
  try {
    nothing(text)
    // What cheerio takes for a piece of a page and not for a selector.
    return !text.trimStart().startsWith('<')
  } catch {
    return false
  }
}
