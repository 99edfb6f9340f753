import { z } from 'zod'

export const SitemapSettings = z.strictObject({
  /** Pages changed longer ago are left alone: a sitemap names all that a site ever had. */
  withinDays: z.number().positive().max(365).default(3),
  /** Files of an index that are read in one visit at the most, the newest first. */
  mostFiles: z.number().int().positive().max(500).default(20),
  /** Addresses of one file that are queued at the most. */
  mostUrls: z.number().int().positive().max(50_000).default(2000)
})
export type SitemapSettings = z.infer<typeof SitemapSettings>
