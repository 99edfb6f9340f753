import { z } from 'zod'

/** Who serves the list: a newsnow host, or the platform itself. `source.url` is the host of the first, the whole address of the others. */
export const Board = z.enum(['newsnow', 'weibo', 'weibo-page', 'baidu', 'toutiao', 'zhihu', 'tieba', 'douyin', 'thepaper'])
export type Board = z.infer<typeof Board>

export const HotListSettings = z
  .strictObject({
    board: Board,
    /** Which of newsnow's lists: weibo, zhihu, douyin, tieba, toutiao, baidu, thepaper … */
    list: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .optional(),
    /** Entries watched, from the top. */
    mostEntries: z.number().int().min(1).max(200).default(50),
    /** A list that shows the same for so long is not alive any more. */
    staleAfterMinutes: z.number().positive().default(120)
  })
  .refine(({ board, list }) => (board === 'newsnow') === (list !== undefined), { error: 'board: newsnow 须写 list，其他的不写', path: ['list'] })
export type HotListSettings = z.infer<typeof HotListSettings>
