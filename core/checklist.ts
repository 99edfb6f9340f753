import { z } from 'zod'
import { Role } from './actor.ts'
import { Grade } from './grade.ts'
import { ReplySort } from './reply-sort.ts'

/** Who does an item: whichever department leads the matter, or whoever holds a post. */
const ItemOwner = z.enum(['lead-department', ...Role.options])

/** 检查单 of an emergency plan (应急预案): what is to be done at once for a kind of event, by whom, within how long. */
export const Checklist = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, '只用小写字母、数字和 -'),
  words: z.string().min(1),
  /** Kinds of event that it is for; left out: every kind. */
  eventTypes: z.array(z.string().min(1)).default([]),
  grades: z.array(Grade).min(1),
  /** 研判类型: only for what a person classified so; left out: for any. */
  sorts: z.array(ReplySort).default([]),
  source: z.string().min(1),
  items: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]+$/, '只用小写字母、数字和 -'),
        text: z.string().min(1).max(200),
        owner: ItemOwner,
        /** Minutes from its start, day and night. */
        withinMinutes: z.number().int().positive().max(525_600)
      })
    )
    .min(1)
    .max(50)
})
export type Checklist = z.infer<typeof Checklist>

export const Checklists = z.array(Checklist).superRefine((checklists, context) => {
  const complain = (path: PropertyKey[], id: string): void => context.addIssue({ code: 'custom', path, message: `编号 ${id} 重复` })
  for (const [index, { id, items }] of checklists.entries()) {
    if (checklists.findIndex((other) => other.id === id) !== index) complain([index, 'id'], id)
    for (const [place, item] of items.entries())
      if (items.findIndex((other) => other.id === item.id) !== place) complain([index, 'items', place, 'id'], item.id)
  }
})
