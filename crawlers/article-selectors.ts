import { z } from 'zod'

const selector = z.string().min(1)

/** CSS selectors for the articles of one source; what is left out the general reader finds. */
export const ArticleSelectors = z.strictObject({
  title: selector.optional(),
  body: selector.optional(),
  time: selector.optional(),
  author: selector.optional(),
  source: selector.optional()
})
export type ArticleSelectors = z.infer<typeof ArticleSelectors>
