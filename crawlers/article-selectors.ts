import { z } from 'zod'
import { Selector } from './selector.ts'

/** CSS selectors for the articles of one source; what is left out the general reader finds. */
export const ArticleSelectors = z.strictObject({
  title: Selector.optional(),
  body: Selector.optional(),
  time: Selector.optional(),
  author: Selector.optional(),
  source: Selector.optional()
})
export type ArticleSelectors = z.infer<typeof ArticleSelectors>
