import { z } from 'zod'

/** 对外心跳: where somebody outside waits for it. The address mostly holds a key, so it may stand in a file or a variable. */
export const HeartbeatConfig = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: '应为 http:// 或 https:// 开头的网址' }).optional(),
    urlFile: z.string().min(1).optional(),
    urlEnv: z.string().min(1).optional(),
    method: z.enum(['GET', 'POST']).default('GET'),
    everySeconds: z.number().int().min(10).max(3600).default(60)
  })
  .refine(({ url, urlFile, urlEnv }) => [url, urlFile, urlEnv].filter((one) => one !== undefined).length === 1, 'url、urlFile、urlEnv 须写且只写一个')
export type HeartbeatConfig = z.infer<typeof HeartbeatConfig>
