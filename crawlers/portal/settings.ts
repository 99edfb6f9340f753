import { z } from 'zod'
import { ArticleSelectors } from '../article-selectors.ts'
import { SitemapSettings } from '../sitemap/settings.ts'
import { Selector } from '../selector.ts'

/** How a portal is read. Everything may be left out: lists are then recognised by dates and links, articles by the general reader. */
export const PortalSettings = z
  .strictObject({
    /** Further list pages besides the source's own URL. */
    lists: z.array(z.url()).default([]),
    list: z
      .strictObject({
        /** One row of the list. */
        item: Selector,
        link: Selector.default('a'),
        time: Selector.optional()
      })
      .optional(),
    /** The program of a government site: TRS turns its lists by index_N.html, 大汉 JPaaS and gkmlpt (广东) answer them as JSON. */
    family: z.enum(['trs', 'jpaas', 'gkmlpt']).optional(),
    /** Pages of a list of such a family in one visit at the most. */
    familyPages: z.number().int().min(1).max(50).default(3),
    /** Of gkmlpt: numbers of the columns; `sid` is read from the page unless it stands here. */
    gkmlpt: z.strictObject({ columns: z.array(z.string().regex(/^\d+$/)).min(1), sid: z.string().optional() }).optional(),
    /** Sitemaps beside the source's own URL, which is taken for one itself when it ends in .xml or .xml.gz. */
    sitemaps: z.array(z.url()).default([]),
    sitemap: SitemapSettings.default(SitemapSettings.parse({})),
    /** A newspaper's pages: the first layout page of an issue by its date, its further layouts and articles by their links. */
    epaper: z
      .strictObject({
        /** {yyyy}, {MM} and {dd} are the day of issue in China. */
        issue: z.string().includes('{dd}'),
        /** Links to the other layout pages, and to the articles of one. */
        layouts: Selector.default('a[href*="node_"], a[href*="layout"], area[href*="node_"]'),
        articles: Selector.default('a[href*="content_"], area[href*="content_"], a[href*="/c"][href*=".htm"]'),
        /** Papers do not come out on each day: so many days back are looked for. */
        daysBack: z.number().int().min(0).max(7).default(2),
        mostLayouts: z.number().int().positive().max(200).default(60)
      })
      .optional(),
    /** Run the pages' scripts in a browser: for lists, for articles or for both (true). Only where nothing can be read without. */
    render: z.union([z.boolean(), z.enum(['lists', 'articles'])]).default(false),
    /** Older pages of a list, `{n}` counting from `from`: index_{n}.html. Read while a page brings anything new, `most` at the most. */
    pages: z
      .strictObject({ template: z.string().includes('{n}'), from: z.number().int().default(1), most: z.number().int().min(1).max(50).default(3) })
      .optional(),
    /** Parts that a link must have, or must not have. */
    include: z.array(z.string()).default([]),
    exclude: z.array(z.string()).default([]),
    /** Parameters of links that name no page, besides the known ones of sessions and tracking: with them one article would be many. */
    ignoreParams: z.array(z.string().min(1)).default([]),
    article: ArticleSelectors.default({}),
    /** Articles fetched in one visit at the most. */
    mostArticles: z.number().int().positive().default(200)
  })
  .refine((settings) => settings.family !== 'gkmlpt' || settings.gkmlpt !== undefined, { message: 'family: gkmlpt 须写明 gkmlpt.columns' })
export type PortalSettings = z.infer<typeof PortalSettings>
