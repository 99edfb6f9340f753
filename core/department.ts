import { z } from 'zod'

/** 事项: words of one weight, alone or only near certain others. */
export const Matter = z.object({
  words: z.array(z.string().min(1)).min(1),
  /** 1 is what a plain duty word weighs; below it is circumstantial, below zero says that another department answers. */
  weight: z
    .number()
    .min(-5)
    .max(5)
    .refine((weight) => weight !== 0, '权重为 0 的事项没有作用'),
  /** One of these has to stand within so many characters of the word. */
  near: z.array(z.string().min(1)).min(1).optional(),
  within: z.number().int().positive().default(15)
})
export type Matter = z.infer<typeof Matter>

/** 责任部门: who answers for what, by duties as keywords and by place. */
export const Department = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** Other names under which people write of it. */
  aliases: z.array(z.string()).default([]),
  /** Words of its duties; a longer match weighs more, one that many departments share less. */
  duties: z.array(z.string()).default([]),
  /** Duties told apart by weight and by what stands beside them. */
  matters: z.array(Matter.strict()).default([]),
  /** How readily it is chosen on equal evidence: above 1 where much falls to it. */
  weight: z.number().min(0.1).max(5).default(1),
  /** Rule subjects that fall to it. */
  subjects: z.array(z.string()).default([]),
  /** Event types that fall to it. */
  eventTypes: z.array(z.string()).default([]),
  /** Place names or division codes it answers for; empty means everywhere. */
  places: z.array(z.string()).default([]),
  /** Gets what nobody else answers for, and coordinates when several do. Exactly one. */
  coordinator: z.boolean().default(false)
})
export type Department = z.infer<typeof Department>

/** A name on a chat platform: it stands in markup there, so it holds no sign of it, and `all` calls everybody. */
const Account = z
  .string('应为文字；全是数字的要加引号')
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.@-]*$/, '只用字母、数字和 _ . @ -，以字母或数字开头')
  .refine((account) => account.toLowerCase() !== 'all', 'all 指所有人')

/** A post that can be reached. Posts rather than people, so that no name stands in a configuration file. */
export const Contact = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  role: z.string(),
  departmentId: z.string().nullable().default(null),
  email: z.string().nullable().default(null),
  webhook: z.string().nullable().default(null),
  /** For SMS and calls; +86 may be left out. */
  phone: z
    .string('电话号码要加引号，否则开头的 0 会丢')
    .regex(/^\+?\d[\d -]{3,22}\d$/, '应为电话号码，只用数字、空格和 -')
    .nullable()
    .default(null),
  /** 企业微信 account (userid). */
  wecom: Account.nullable().default(null),
  /** 钉钉: mobile number or userid. */
  dingtalk: Account.nullable().default(null),
  /** 飞书 open_id or user_id. */
  feishu: Account.nullable().default(null),
  /** 云之家: mobile number or openId. */
  yunzhijia: Account.nullable().default(null),
  /** Channels in the order in which they are tried for this post, instead of the policy's. */
  channelOrder: z.array(z.string()).min(1).optional()
})
export type Contact = z.infer<typeof Contact>

/** Whose incidents are ours. `national` takes every place. */
export const Jurisdiction = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** Division code prefixes, `12` for all of Tianjin; empty means the whole country. */
  codes: z.array(z.string()).default([]),
  /** Further words that place a text with us: 津城, 本市 in our own papers. */
  words: z.array(z.string()).default([]),
  /** Whether only our own duties (rule subjects of our departments) are ours, or every kind of incident in the place. */
  everySubject: z.boolean().default(true)
})
export type Jurisdiction = z.infer<typeof Jurisdiction>

/** An outlet of our own on which a release may stand. */
export const Outlet = z.object({
  name: z.string(),
  urlPrefix: z.url(),
  allowPrivate: z.boolean().default(false),
  /** browser: a page of it is empty until its scripts have run. */
  render: z.enum(['fetch', 'browser']).default('fetch'),
  /** Lists and feeds of it in which the system looks for releases by itself. */
  watch: z.array(z.url()).default([]),
  watchMinutes: z.number().positive().default(5)
})
export type Outlet = z.infer<typeof Outlet>
