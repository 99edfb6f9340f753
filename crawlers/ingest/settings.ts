import { z } from 'zod'

/** A column by its heading; of several the first that the table has. JSON items: the path of a field, `ticket.title`. */
const Column = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])
export type Column = z.infer<typeof Column>

/** 列对应: which column says what. What is left out is not said by the table. */
export const Columns = z
  .strictObject({
    /** 编号 within the source: what makes the same row twice the same mention. */
    key: Column.optional(),
    title: Column.optional(),
    /** Every one of several that says something, each a paragraph. */
    text: Column.optional(),
    url: Column.optional(),
    author: Column.optional(),
    /** 来电人, 来电号码: kept masked. */
    caller: Column.optional(),
    publishedAt: Column.optional(),
    region: Column.optional(),
    views: Column.optional(),
    likes: Column.optional(),
    comments: Column.optional(),
    reposts: Column.optional()
  })
  .refine(({ title, text }) => title !== undefined || text !== undefined, 'title 和 text 至少写一个')
export type Columns = z.infer<typeof Columns>

/** A source that no crawler visits: what comes to it is pushed, dropped into a folder, imported or typed in. */
export const IngestSettings = z.strictObject({
  /** Left out: JSON items are mention lines, weibo-crawler's or hotline tickets, told by their fields; tables need it. */
  columns: Columns.optional(),
  /** Sheet of a workbook by its name; left out: the first. */
  sheet: z.string().min(1).optional(),
  /** Folder in which finished files are dropped; left out: none is watched. */
  folder: z.string().min(1).optional(),
  /** A file counts as finished when it has not changed for so long. */
  settledSeconds: z.number().min(0).max(3600).default(5),
  /** Whether tokens may push to it, and people type in. */
  push: z.boolean().default(true),
  form: z.boolean().default(true)
})
export type IngestSettings = z.infer<typeof IngestSettings>
